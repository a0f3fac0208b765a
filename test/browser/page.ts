/**
 * The script of the page and of the worker: computes all that is asked and leaves it in `answers`.
 */
import { counts } from './watch.ts'
import { answersOf, type Answers, runners } from '../compile/bits/answer.ts'
import { few } from '../compile/bits/group.ts'
import { phantom } from '../../src/type/phantom.ts'
import { outcomes, type Outcomes } from './sample.ts'

/** All that a page or a worker has to tell. */
export interface Report {
  readonly where: 'page' | 'worker'
  readonly outcomes: ReadonlyArray<Outcomes>
  /** Digests by runner. */
  readonly digests: { readonly [runner: string]: Answers }
  /** How often the page's policy was violated. */
  readonly violations: number
}

interface Target {
  readonly addEventListener: (type: string, listener: (event: { readonly data: unknown }) => void) => void
}

const scope: Target & {
  readonly document?: object
  readonly location: { readonly search: string }
  readonly postMessage: (data: unknown) => void
  readonly Worker: new (url: string, options: { readonly type: 'module' }) => Target
} = phantom(globalThis)

let violations = 0
scope.addEventListener('securitypolicyviolation', () => {
  violations++
})

const parameters = new URLSearchParams(scope.location.search)

const report = async (where: Report['where']): Promise<Report> => {
  const told = outcomes(counts)
  const digests = parameters.has('digests') ? Object.fromEntries(runners.map((runner) => [runner, answersOf(few, runner)])) : {}
  // Violations are events, which come after what caused them.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { where, outcomes: told, digests, violations }
}

const fromWorker = (): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const worker = new scope.Worker(`page.js${scope.location.search}`, { type: 'module' })
    worker.addEventListener('message', ({ data }) => resolve(data))
    worker.addEventListener('error', reject)
  })

if (scope.document === undefined) scope.postMessage(await report('worker'))
else Object.assign(globalThis, { answers: parameters.has('worker') ? fromWorker() : report('page') })
