/**
 * The failure a computation ends with, so that tests can look at its tag and at the sentence it shows.
 */
import { option as O } from 'fp-ts'
import { type Failure, failureOf, show } from '../src/failure.ts'

/** The failure thrown; anything else thrown is thrown on, and no failure at all is an error of the test. */
export const failing = (thunk: () => unknown): Failure => {
  try {
    thunk()
  } catch (error) {
    const failure = failureOf(error)
    if (O.isSome(failure)) return failure.value
    throw error
  }
  throw new Error('expected a failure, but there was none')
}

/** The tag and the sentence of the failure thrown. */
export const refusal = (thunk: () => unknown): string => {
  const failure = failing(thunk)
  return `${failure._tag}: ${show(failure)}`
}
