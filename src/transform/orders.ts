/**
 * Bookkeeping of coefficients of several orders: lists that hold one row per order, order after order.
 */
import { entry } from '../entry.ts'
import type { Nonzero, Program, Pushforward } from '../program/model.ts'

/** Forward mode, or Taylor mode to some order, of a program. */
export type Push = (program: Program, nonzero: Nonzero) => Pushforward

/** A list once for every order. */
export const repeated = <T>(order: number, xs: ReadonlyArray<T>): ReadonlyArray<T> => Array.from({ length: order }).flatMap(() => xs)

/** A list as `order` rows of one length. */
export const rowsOf = <T>(order: number, length: number, xs: ReadonlyArray<T>): ReadonlyArray<ReadonlyArray<T>> =>
  Array.from({ length: order }, (_, i) => xs.slice(i * length, (i + 1) * length))

/** Rows of several kinds side by side, order after order. */
export const woven = <T>(...kinds: ReadonlyArray<ReadonlyArray<ReadonlyArray<T>>>): ReadonlyArray<T> =>
  entry(kinds, 0).flatMap((_, i) => kinds.flatMap((rows) => entry(rows, i)))
