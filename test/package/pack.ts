/**
 * The package as a user gets it: packed, unpacked into an otherwise empty project, and its run-time
 * dependencies linked from here, so that no network is needed.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../source.ts'

export interface Result {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Run a program in a folder. No inherited options of the test runner's own reach it. */
export const run = (folder: string, command: string, ...args: ReadonlyArray<string>): Result => {
  const { NODE_OPTIONS: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env, maxBuffer: 2 ** 26 })
  return { code: status, out: (stdout ?? '').trim(), err: (stderr ?? '').trim() }
}

/** A project folder with the package in it. */
export interface Project {
  readonly folder: string
  readonly tarball: string
  readonly unpacked: string
  readonly write: (name: string, text: string) => string
  /** Make a package of ours, or several, visible to the project. */
  readonly link: (...names: ReadonlyArray<string>) => void
  readonly copy: (from: string, to: string) => void
  readonly node: (name: string) => Result
  readonly remove: () => void
}

const inFolder = (folder: string, tarball: string): Project => {
  const modules = join(folder, 'node_modules')
  const write = (name: string, text: string): string => {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  return {
    folder,
    tarball,
    unpacked: join(modules, 'wengert'),
    write,
    link: (...names) => {
      for (const name of names) symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
    },
    copy: (from, to) => cpSync(join(root, from), join(folder, to), { recursive: true }),
    node: (name) => run(folder, process.execPath, join(folder, name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Pack, unpack, and link what package.json names as dependencies. */
export const packed = (): Project => {
  const folder = mkdtempSync(join(tmpdir(), 'wengert-'))
  const { code, out, err } = run(root, 'npm', 'pack', '--silent', '--pack-destination', folder)
  const name = out.split('\n').at(-1) ?? ''
  if (code !== 0) throw new Error(`npm pack failed: ${out}\n${err}`)
  const project = inFolder(folder, join(folder, name))
  mkdirSync(project.unpacked, { recursive: true })
  const unpack = run(folder, 'tar', '-xzf', project.tarball, '-C', project.unpacked, '--strip-components', '1')
  if (unpack.code !== 0) throw new Error(`tar failed: ${unpack.err}`)
  project.write('package.json', '{ "name": "user", "private": true, "type": "module" }')
  return project
}
