/**
 * The two values of fp-ts's `Either`, as plain data, for what every bundle holds: as in `option.ts`.
 */
import type { either as E } from 'fp-ts'

export const left = <A>(value: A): E.Either<A, never> => ({ _tag: 'Left', left: value })

export const right = <B>(value: B): E.Either<never, B> => ({ _tag: 'Right', right: value })
