/**
 * The digests of all groups by every runner on several versions of Node, beside those expected:
 *
 *     npm run agree:nodes                  # Node 20, 22 and 24
 *     npm run agree:nodes -- 26            # others
 *     npm run agree:nodes -- --write       # expect what the interpreter gives on this Node from now on
 *
 * The versions come from the package `node` of npm, and nothing of them stays in the project.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { root } from '../../source.ts'
import { type Answers, answersOf, runners } from './answer.ts'
import { expected, file } from './expected.ts'
import { groups } from './group.ts'

interface Report {
  readonly node: string
  readonly answers: Answers
}

const main = fileURLToPath(new URL('main.ts', import.meta.url))

/** What a version of Node answers, in a process of its own. */
const asked = (version: string, runner: string): Report => {
  const { status, stdout, stderr } = spawnSync('npx', ['--yes', '--package', `node@${version}`, '--', 'node', '--import', 'tsx', main, runner], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (status !== 0) throw new Error(`Node ${version} did not run: ${stderr}`)
  return JSON.parse(stdout)
}

/** Groups whose digest is not the one expected. */
const wrong = (answers: Answers, wanted: Answers): ReadonlyArray<string> =>
  Object.keys({ ...wanted, ...answers }).filter((name) => answers[name] !== wanted[name])

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean', default: false } }, allowPositionals: true })

if (values.write) {
  const answers = answersOf(groups, 'interpreter')
  const changed = wrong(answers, expected)
  writeFileSync(file, `${JSON.stringify(answers, null, 2)}\n`)
  console.log(changed.length === 0 ? 'nothing has changed' : `changed: ${changed.join('; ')}`)
} else {
  let failed = false
  for (const version of positionals.length > 0 ? positionals : ['20', '22', '24'])
    for (const runner of runners) {
      const { node, answers } = asked(version, runner)
      const others = wrong(answers, expected)
      failed ||= others.length > 0
      console.log(`Node ${node}, ${runner}: ${Object.keys(answers).length - others.length} of ${Object.keys(expected).length} groups as expected`)
      if (others.length > 0) console.log(`  others: ${others.join('; ')}`)
    }
  process.exitCode = failed ? 1 : 0
}
