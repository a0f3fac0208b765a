/**
 * The two values of fp-ts's `Option`, as plain data. Bundlers keep the whole of an fp-ts module of which one function is
 * used, so what every bundle holds makes its options here; their type, and whatever else is done with them, is fp-ts's.
 */
import type { option as O } from 'fp-ts'

export const none: O.Option<never> = { _tag: 'None' }

export const some = <A>(value: A): O.Option<A> => ({ _tag: 'Some', value })
