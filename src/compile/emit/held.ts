/**
 * Sums that go by eight lanes, in four locals of two lanes each while a loop adds to them: what it adds next need not wait
 * for memory.
 */
import type { Block, Statement } from '../loop.ts'
import { access, get, set } from '../wasm/instruction.ts'
import { type Accumulate, type Site, step } from './place.ts'
import { isAlongLanes, placesOf } from './vectorise.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

export const lanes = 8

// Four pairs of steps are written out. With more work at each, or an elementary function, memory is not what is waited for.
const work = 20

const isLight = (body: Block): boolean => body.length <= work && body.every((s) => s._tag !== 'Apply' || s.machine.elementary === null)

/** The sums of a loop over neighbours that go by its own steps. */
export const laneSums = ({ axis, extent, body }: Loop): ReadonlyArray<Accumulate> => {
  if (extent < 2 * lanes || !isLight(body)) return []
  const begins = ({ lanes: of }: Accumulate): boolean => of?.of.every((l) => l.axis === axis || l.stride % lanes === 0) === true
  const isAlone = ({ to }: Accumulate): boolean => placesOf(body).filter(({ buffer }) => buffer === to.buffer).length === 1
  return body.flatMap((s) => (s._tag === 'Accumulate' && isAlongLanes(s, axis) && begins(s) && isAlone(s) ? [s] : []))
}

/** Code with such sums in locals; before and after it they are in memory. */
export const holding = ({ frame, held }: Site, sums: ReadonlyArray<Accumulate>, code: () => void): void => {
  const { out } = frame
  const places = sums.map((sum) => {
    const at = frame.fresh('i32')
    const from = frame.address(sum.to)
    out.push(set(at))
    const pairs = [0, 1, 2, 3].map((pair) => ({ local: frame.fresh('v128'), offset: from + 2 * step * pair }))
    for (const { local, offset } of pairs) out.push(get(at), access('v128.load', offset, step), set(local))
    held.set(
      sum,
      pairs.map(({ local }) => local),
    )
    return { at, pairs }
  })
  code()
  for (const sum of sums) held.delete(sum)
  for (const { at, pairs } of places) for (const { local, offset } of pairs) out.push(get(at), get(local), access('v128.store', offset, step))
}
