/**
 * The last lines of the mutation job: how many of the faults planted in each place were caught.
 */
import type { Reporter, TestModule, TestSuite } from 'vitest/node'
import { columns } from './source/rotation.ts'

interface Row {
  readonly where: string
  readonly planted: number
  readonly caught: number
}

const rowOf = (file: string, suite: TestSuite): Row => {
  const tests = [...suite.children.allTests()]
  return { where: `${file}: ${suite.name}`, planted: tests.length, caught: tests.filter((test) => test.result().state === 'passed').length }
}

const rowsOf = (module: TestModule): ReadonlyArray<Row> =>
  [...module.children.suites()].map((suite) => rowOf(module.relativeModuleId.replace('test/mutants/', ''), suite))

const table = (modules: ReadonlyArray<TestModule>): string => {
  const rows = modules.flatMap(rowsOf)
  const total = rows.reduce((sum, { planted, caught }) => ({ where: 'all', planted: sum.planted + planted, caught: sum.caught + caught }), {
    where: 'all',
    planted: 0,
    caught: 0,
  })
  const cells = [...rows, total].map(({ where, planted, caught }) => [
    where,
    String(planted),
    String(caught),
    planted === caught ? '' : `${planted - caught} MISSED`,
  ])
  return columns([['where', 'planted', 'caught', ''], ...cells])
}

/** What vitest makes of a reporter's file is `new` of its default export. */
export default function report(): Reporter {
  return { onTestRunEnd: (modules) => console.info(`\n${table(modules)}`) }
}
