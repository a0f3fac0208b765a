/**
 * The packed package in the hands of a user: Node's `import` and `require`, browser bundles by Vite and
 * esbuild run without Node's globals, the checkers of packages, and the types.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { createContext, Script } from 'node:vm'
import { publint } from 'publint'
import { build as vite } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../source.ts'
import { differences, diagnostics, expectations } from '../type/compile.ts'
import { packed, type Project, run } from './pack.ts'
import { bundled, sizes, stated } from './size.ts'

// f(x₁, x₂) = ln x₁ + x₁x₂ − sin x₂ at (2, 5), by hand: (1/x₁ + x₂, x₁ − cos x₂).
const answer = JSON.stringify([1 / 2 + 5, 2 - Math.cos(5)])
const body = `const f = ([x, y]) => sub(add(log(x), mul(x, y)), sin(y))
globalThis.answer = JSON.stringify(grad(f)([2, 5]))`
const names = '{ add, grad, log, mul, sin, sub }'

/** Run a bundle where there is nothing but JavaScript itself. */
const inBrowser = (code: string): unknown => {
  const context = createContext({})
  new Script(code).runInContext(context)
  return new Script('globalThis.answer').runInContext(context)
}

let project: Project

beforeAll(() => {
  project = packed()
  project.link('fp-ts', 'io-ts')
})

afterAll(() => project?.remove())

describe('what is packed', () => {
  const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

  it('holds what package.json exports, and a licence', () => {
    const files = [
      'dist/src/index.js',
      'dist/src/index.d.ts',
      'dist/src/index.js.map',
      'dist/laws/index.js',
      'dist/laws/index.d.ts',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ]
    expect(files.filter((file) => !existsSync(join(project.unpacked, file)))).toEqual([])
    expect(readdirSync(project.unpacked).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'examples', 'laws', 'package.json', 'src'])
    // What the examples write where they are run is not for users.
    expect(packageJson.files).toContain('!examples/out')
  })

  it('has the pages that its README leads to, and those that they lead to', () => {
    const seen = new Set<string>()
    for (const pages = ['README.md']; pages.length > 0; ) {
      const page = pages.pop() ?? ''
      if (seen.has(page)) continue
      seen.add(page)
      const text = readFileSync(join(project.unpacked, page), 'utf8')
      for (const [, to = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) pages.push(posix.join(posix.dirname(page), to))
    }
    expect([...seen].filter((page) => page.startsWith('examples/')).length).toBeGreaterThan(20)
  })

  it('needs fp-ts and io-ts, and fast-check for the laws only', () => {
    expect(Object.keys(packageJson.dependencies)).toEqual(['fp-ts', 'io-ts'])
    expect(packageJson.peerDependenciesMeta).toEqual({ 'fast-check': { optional: true } })
  })

  it('has source maps whose sources are in the package', () => {
    const map = JSON.parse(readFileSync(join(project.unpacked, 'dist/src/program/fold.js.map'), 'utf8'))
    expect(map.sources).toEqual(['../../../src/program/fold.ts'])
    expect(existsSync(join(project.unpacked, 'dist/src/program', map.sources[0]))).toBe(true)
  })

  it('names no registry in the lock file', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/)
  })
})

describe('run by', () => {
  it('Node, through import', () => {
    project.write('esm.mjs', `import ${names} from 'wengert'\n${body}\nconsole.log(answer)`)
    expect(project.node('esm.mjs')).toEqual({ code: 0, out: answer, err: '' })
  })

  it('Node, through require', () => {
    project.write('cjs.cjs', `const ${names} = require('wengert')\n${body}\nconsole.log(answer)`)
    expect(project.node('cjs.cjs')).toMatchObject({ code: 0, out: answer })
  })

  it('Node without the compiler, where that is asked for', () => {
    project.write(
      'few.mjs',
      `import ${names} from 'wengert'\n${body.replace('globalThis.answer', 'for (let i = 0; i < 100_000; i++) globalThis.answer')}\nconsole.log(answer)`,
    )
    const explained = project.write(
      'explained.mjs',
      `import { compile, explain, mul } from 'wengert'\nconst f = (x) => mul(x, x)\nconsole.log(compile(f)(3), explain(f)(3).backend)`,
    )
    const plainly = (file: string): string => run(project.folder, process.execPath, '-C', 'interpreted', file).out
    expect(plainly('few.mjs')).toBe(answer)
    expect([project.node('explained.mjs').out, plainly(explained)]).toEqual(['9 direct JavaScript', '9 interpreter'])
  })

  it('a browser, bundled by esbuild', async () => {
    const entry = project.write('browser.js', `import ${names} from 'wengert'\n${body}`)
    expect(inBrowser(await bundled(project, entry))).toBe(answer)
  })

  it('a browser, bundled by Vite', async () => {
    project.write('index.html', '<!doctype html><script type="module" src="/browser.js"></script>')
    project.write('browser.js', `import ${names} from 'wengert'\n${body}`)
    await vite({ root: project.folder, configFile: false, logLevel: 'silent', build: { modulePreload: false, outDir: 'site' } })
    const assets = join(project.folder, 'site/assets')
    const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'))
    expect(scripts).toHaveLength(1)
    expect(inBrowser(readFileSync(join(assets, scripts[0] ?? ''), 'utf8'))).toBe(answer)
  })

  it('nothing where the laws are asked for without fast-check, and Node where it is there', () => {
    project.write('laws.mjs', `import * as laws from 'wengert/laws'\nconsole.log(Object.keys(laws).length > 0)`)
    expect(project.node('laws.mjs').err).toContain(`Cannot find package 'fast-check'`)
    project.link('fast-check')
    expect(project.node('laws.mjs')).toEqual({ code: 0, out: 'true', err: '' })
  })
})

describe('the size of a bundle, minified and compressed', () => {
  it('is what the README says, and grows with what is used', async () => {
    const found = await sizes(project)
    const kilobytes = found.map(({ gzipped }) => gzipped / 1000)
    const bounds = stated(readFileSync(join(root, 'README.md'), 'utf8'))
    expect(bounds.length).toBe(found.length)
    expect(kilobytes.map((kB, i) => `${kB} kB: ${kB <= (bounds[i] ?? 0) && kB > (bounds[i] ?? 0) - 2}`)).toEqual(kilobytes.map((kB) => `${kB} kB: true`))
    // Whatever the table says: one gradient with the compiler, and without it.
    const goals = [60, 25]
    expect(goals.map((goal, i) => (kilobytes[i] ?? Number.NaN) <= goal)).toEqual([true, true])
    const [few = '', plain = '', all = ''] = found.map(({ code }) => code)
    for (const code of [few, plain]) expect(inBrowser(code)).toBeCloseTo(Math.sin(2) + 2 * Math.cos(2), 14)
    // Without the compiler nothing is left that makes code.
    expect([few, plain].map((code) => /WebAssembly|new Function|Function\(/.test(code))).toEqual([true, false])
    // Primitives that are not used are not declared in it, though the compiler knows some of them by what they say they are.
    const unused = [
      'tan',
      'acos',
      'exp',
      'tanh',
      'pow',
      'div',
      'max',
      'logsumexp',
      'asinh',
      'concatenate',
      'gather',
      'cond',
      'scan',
      'customJvp',
      'toInt',
      'where',
      'transpose',
    ]
    expect(unused.filter((name) => few.includes(`name:"${name}"`))).toEqual([])
    expect(unused.filter((name) => !all.includes(`name:"${name}"`))).toEqual([])
    // Nor is another arithmetic than the exact one.
    expect([few, plain, all].map((code) => code.includes('"relaxed"'))).toEqual([false, false, true])
    // Nor are other threads.
    expect([few, plain, all].map((code) => /SharedArrayBuffer|Atomics/.test(code))).toEqual([false, false, true])
    // Nor are other elementary functions in it than those of its primitives.
    expect(['sinRare', 'cosRare', 'tanRare', 'logRare', 'powRare'].filter((name) => few.includes(name))).toEqual(['sinRare', 'cosRare'])
  })
})

describe('the checkers', () => {
  it('publint has nothing to say', async () => {
    const { messages } = await publint({ pkgDir: project.unpacked, strict: true, pack: false })
    expect(messages).toEqual([])
  })

  it('attw finds the types of both entries, as ES modules', () => {
    const { code, out } = run(
      root,
      process.execPath,
      'node_modules/@arethetypeswrong/cli/dist/index.js',
      project.tarball,
      '--profile',
      'esm-only',
      '--format',
      'json',
      // Node 10 knows no package.json imports and finds the sources of the laws by their folder; below it is told from the others.
      '--ignore-rules',
      'internal-resolution-error',
    )
    const report = JSON.parse(out)
    const ignored = ['node10', 'node16-cjs']
    // A problem is of one kind of resolution, or of an option that several kinds share.
    const problems = report.analysis.problems.filter(
      (problem: { readonly resolutionKind?: string; readonly resolutionOption?: string }) =>
        !ignored.includes(problem.resolutionKind ?? problem.resolutionOption ?? ''),
    )
    expect(problems).toEqual([])
    expect(Object.keys(report.analysis.entrypoints)).toEqual(['.', './laws', './package.json'])
    expect(code).toBe(0)
  })
})

describe('the types, for a user under strict rules', () => {
  const config = (module: string, resolution: string, include: ReadonlyArray<string>): string =>
    JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        module,
        moduleResolution: resolution,
        lib: ['es2022'],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        allowImportingTsExtensions: true,
        noEmit: true,
        skipLibCheck: false,
      },
      include,
    })

  beforeAll(() => {
    project.copy('test/type', 'type')
    project.copy('test/package/user', 'user')
  })

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('are inferred as in the project (%s, %s)', (module, resolution) => {
    const path = project.write('tsconfig.json', config(module, resolution, ['type/*.test-d.ts', 'user/*.ts']))
    expect(diagnostics(path)).toEqual([])
  })

  it('refuse what they refuse in the project', () => {
    const path = project.write('tsconfig.refused.json', config('nodenext', 'nodenext', ['type/refused/*.ts']))
    const expected = expectations(join(project.folder, 'type/refused'))
    expect(expected.length).toBeGreaterThan(50)
    expect(differences(expected, diagnostics(path))).toEqual([])
  })
})
