/**
 * The body of an innermost loop for two neighbouring steps at once.
 */
import { entry, valueAt } from '../../entry.ts'
import type { Place, Register, Statement } from '../loop.ts'
import { access, float, get, int, plainly, set } from '../wasm/instruction.ts'
import { type Accumulate, accumulateAt, bufferLocal, isLocal, laneAddress, registerLocal, type Site, step, storeAt } from './place.ts'
import { isCrowded, writtenOut } from './inline.ts'
import type { Push } from './scalar.ts'
import { type Together, together } from './share.ts'
import { applyVector, type Pair, pushLane } from './vector.ts'
import { isAlongLanes, isWandering, outer, setIn } from './vectorise.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

/** Both lanes of what the loop's registers hold, and code for one pair of steps. */
export const emitPairs = (site: Site, { axis, body }: Loop): ((pair: number) => void) => {
  const { frame, hosts, literals, held } = site
  const { out } = frame
  const values = new Map<Register, Pair>()
  const inside = setIn(body)
  const counter = frame.local('counter', axis, 'i32')
  const isFloat = (register: Register): boolean => entry(frame.kernel.registers, register) === 'f64'

  const floats = (): { readonly local: number; readonly pair: Pair } => {
    const local = frame.fresh('v128')
    return { local, pair: { _tag: 'Floats', local } }
  }
  // What comes from outside is the same in both lanes; it is spread once, before the loop.
  for (const register of outer(body)) {
    const from = registerLocal(frame, register)
    if (isFloat(register)) {
      const { local, pair } = floats()
      out.push(get(from), plainly('f64x2.splat'), set(local))
      values.set(register, pair)
    } else values.set(register, { _tag: 'Whole', first: from, second: from })
  }

  // So is the lane of a sum that goes by the steps of other loops.
  const steadyLanes = new Map<Accumulate, Push>()
  for (const s of body) {
    if (s._tag !== 'Accumulate' || s.lanes === null || s.lanes.of.some((l) => l.axis === axis)) continue
    const local = frame.fresh('i32')
    laneAddress(frame, s.lanes)()
    out.push(set(local))
    steadyLanes.set(s, () => out.push(get(local)))
  }

  const pairOf = (register: Register): Pair => valueAt(values, register)
  const strideOn = (place: Place): number => place.strides.find((s) => s.axis === axis)?.stride ?? 0

  /** Code as it is for one of the two steps. */
  const inLane = (lane: 0 | 1, place: Place | null, code: () => void): void => {
    if (place !== null && place.computed !== null && isWandering(place, inside)) {
      pushLane(frame, pairOf(place.computed.index), lane)
      out.push(set(registerLocal(frame, place.computed.index)))
    }
    if (lane === 1) out.push(get(counter), int(step), plainly('i32.add'), set(counter))
    code()
    if (lane === 1) out.push(get(counter), int(step), plainly('i32.sub'), set(counter))
  }
  const bothLanes = (place: Place, code: (lane: 0 | 1) => void): void => {
    for (const lane of [0, 1] as const)
      inLane(lane, place, () => {
        code(lane)
      })
  }

  const load = (to: Register, place: Place): void => {
    if (!isFloat(to)) {
      const [first, second] = [frame.fresh('i32'), frame.fresh('i32')]
      bothLanes(place, (lane) => {
        if (isLocal(frame, place)) out.push(get(bufferLocal(frame, place)))
        else out.push(access('i32.load', frame.address(place)))
        out.push(set(lane === 0 ? first : second))
      })
      values.set(to, { _tag: 'Whole', first, second })
      return
    }
    const { local, pair } = floats()
    values.set(to, pair)
    if (isLocal(frame, place)) out.push(get(bufferLocal(frame, place)), plainly('f64x2.splat'), set(local))
    else if (strideOn(place) === 1 && !isWandering(place, inside)) out.push(access('v128.load', frame.address(place), step), set(local))
    else if (strideOn(place) === 0 && !isWandering(place, inside)) out.push(access('v128.load64_splat', frame.address(place)), set(local))
    else {
      inLane(0, place, () => {
        out.push(access('v128.load64_splat', frame.address(place)), set(local))
      })
      inLane(1, place, () => {
        const offset = frame.address(place)
        out.push(get(local), { op: 'v128.load64_lane', align: step, offset, lane: 1 }, set(local))
      })
    }
  }

  const store = (place: Place, value: Register): void => {
    if (isFloat(value) && strideOn(place) === 1) {
      const pair = pairOf(value)
      const offset = frame.address(place)
      if (pair._tag !== 'Whole') out.push(get(pair.local), access('v128.store', offset, step))
      return
    }
    bothLanes(place, (lane) => {
      storeAt(frame, place, () => {
        pushLane(frame, pairOf(value), lane)
      })
    })
  }

  const accumulate = (statement: Accumulate, turn: number): void => {
    const { to, machine, value, lanes } = statement
    const locals = held.get(statement)
    if (locals !== undefined) {
      const sum = entry(locals, turn % locals.length)
      const result = applyVector(frame, hosts, machine, [{ _tag: 'Floats', local: sum }, pairOf(value)], [null, null])
      if (result._tag !== 'Whole') out.push(get(result.local), set(sum))
      return
    }
    const steady = lanes === null || lanes.of.every((l) => l.axis !== axis)
    const sideBySide = isAlongLanes(statement, axis) || (steady && !isWandering(to, inside) && strideOn(to) === 1)
    if (!sideBySide) {
      bothLanes(to, (lane) => {
        accumulateAt(site, statement, () => {
          pushLane(frame, pairOf(value), lane)
        })
      })
      return
    }
    const at = frame.fresh('i32')
    const offset = frame.address(to, steadyLanes.get(statement) ?? (lanes === null ? undefined : laneAddress(frame, lanes)))
    const { local, pair } = floats()
    out.push(set(at), get(at), access('v128.load', offset, step), set(local))
    const result = applyVector(frame, hosts, machine, [pair, pairOf(value)], [null, null])
    if (result._tag !== 'Whole') out.push(get(at), get(result.local), access('v128.store', offset, step))
  }

  const literal = (to: Register, value: number): void => {
    literals.set(to, value)
    if (isFloat(to)) {
      const { local, pair } = floats()
      out.push(float(value), plainly('f64x2.splat'), set(local))
      values.set(to, pair)
    } else {
      const local = frame.fresh('i32')
      out.push(int(value), set(local))
      values.set(to, { _tag: 'Whole', first: local, second: local })
    }
  }

  const groups: ReadonlyMap<Register, Together> = isCrowded(body) ? new Map() : together(body, literals)
  /** Several functions of one argument at once. */
  const shared = ({ kernel, key, applications }: Together, argument: Pair): void => {
    const operands = [argument._tag === 'Whole' ? argument.first : argument.local]
    const emitted = writtenOut(frame, hosts, key, 2, kernel, operands)
    for (const instruction of emitted.instructions) out.push(instruction)
    applications.forEach(({ to }, i) => {
      const { local, pair } = floats()
      out.push(entry(emitted.reads, i), set(local))
      values.set(to, pair)
    })
  }

  return (turn) => {
    for (const s of body) {
      const group = s._tag === 'Apply' ? groups.get(s.to) : undefined
      if (s._tag === 'Apply' && group !== undefined) {
        const [first] = group.applications
        if (first === s) shared(group, pairOf(group.argument))
      } else if (s._tag === 'Literal') literal(s.to, s.value)
      else if (s._tag === 'Load') load(s.to, s.from)
      else if (s._tag === 'Store') store(s.to, s.value)
      else if (s._tag === 'Accumulate') accumulate(s, turn)
      else if (s._tag === 'Apply')
        values.set(
          s.to,
          applyVector(
            frame,
            hosts,
            s.machine,
            s.args.map(pairOf),
            s.args.map((r) => literals.get(r) ?? null),
          ),
        )
    }
  }
}
