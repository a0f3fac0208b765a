/**
 * Statements of the loop language as instructions, one number at a time; loops that allow it go two steps
 * at once, and the step that may be left over by itself.
 */
import { entry } from '../../entry.ts'
import type { Block, Register, Statement } from '../loop.ts'
import type { DefinedFunction } from '../wasm/module.ts'
import { access, block, branch, branchIf, call, end, float, get, int, loop, plainly, set, when } from '../wasm/instruction.ts'
import { emitFour, foursIn } from './four.ts'
import type { Frame } from './frame.ts'
import { holding, lanes, laneSums } from './held.ts'
import { isCrowded } from './inline.ts'
import { emitPairs } from './pairs.ts'
import { kindOf, pushPlace, registerLocal, type Site, accumulateAt, step, storeAt } from './place.ts'
import { applyScalar, type Push } from './scalar.ts'
import { isVectorisable, placesOf, setIn } from './vectorise.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

const few = 32

const emitFill = (site: Site, { to, count, value }: Extract<Statement, { readonly _tag: 'Fill' }>): void => {
  const { frame } = site
  const { out } = frame
  const kind = kindOf(frame, to)
  if (count === 0) return
  const push = (): void => {
    out.push(kind === 'f64' ? float(value) : int(value))
  }
  if (count === 1) {
    storeAt(frame, to, push)
    return
  }
  const bytes = kind === 'f64' ? 8 : 4
  const offset = frame.address(to)
  // A few numbers are stored sooner than the engine is asked to clear them.
  if (kind === 'f64' && count <= few) {
    const at = frame.fresh('i32')
    out.push(set(at))
    for (let i = 0; i + 1 < count; i += 2) out.push(get(at), float(value), plainly('f64x2.splat'), access('v128.store', offset + i * bytes, bytes))
    if (count % 2 === 1) out.push(get(at), float(value), access('f64.store', offset + (count - 1) * bytes))
    return
  }
  if (Object.is(value, 0)) {
    out.push(int(offset), plainly('i32.add'), int(0), int(count * bytes), { op: 'memory.fill' })
    return
  }
  const [at, last] = [frame.fresh('i32'), frame.fresh('i32')]
  out.push(set(at), get(at), int(count * bytes), plainly('i32.add'), set(last), loop(), get(at))
  push()
  out.push(access(kind === 'f64' ? 'f64.store' : 'i32.store', offset))
  out.push(get(at), int(bytes), plainly('i32.add'), set(at), get(at), get(last), plainly('i32.lt_u'), branchIf(0), end)
}

/** A loop of so many steps of a counter, from 0: at least one. */
const emitCounted = (frame: Frame, axis: number, limit: number, by: number, crowded: boolean, body: Push): void => {
  const { out } = frame
  const counter = frame.local('counter', axis, 'i32')
  out.push(int(0), set(counter), loop())
  frame.looping(crowded, body)
  out.push(get(counter), int(by), plainly('i32.add'), set(counter), get(counter), int(limit), plainly('i32.lt_u'), branchIf(0), end)
}

// Loops of so few steps are written out, where that is no more than so many statements.
const short = 8
const copies = 160

const emitLoop = (site: Site, statement: Loop): void => {
  const { frame } = site
  const { axis, extent, body } = statement
  if (extent === 0) return
  frame.hoist(placesOf(body), axis, setIn(body))
  const crowded = isCrowded(body)
  if (!isVectorisable(frame.kernel, statement)) {
    emitCounted(frame, axis, extent * step, step, crowded, () => {
      emitBody(site, body)
    })
    return
  }
  const even = extent - (extent % 2)
  const pairs = emitPairs(site, statement)
  const counter = frame.local('counter', axis, 'i32')
  const writtenOut = (from: number): void => {
    for (let at = from; at < even; at += 2) {
      frame.out.push(int(at * step), set(counter))
      frame.looping(crowded || !frame.writesOut(), () => {
        pairs(at / 2)
      })
    }
    frame.out.push(int(even * step), set(counter))
  }
  const sums = laneSums(statement)
  if (sums.length > 0)
    holding(site, sums, () => {
      emitCounted(frame, axis, (even - (even % lanes)) * step, 2 * step, crowded, () => {
        for (let pair = 0; pair < lanes / 2; pair++) {
          if (pair > 0) frame.out.push(get(counter), int(2 * step), plainly('i32.add'), set(counter))
          pairs(pair)
        }
      })
      writtenOut(even - (even % lanes))
    })
  else if (extent <= short && body.length * extent <= copies) writtenOut(0)
  else
    emitCounted(frame, axis, even * step, 2 * step, crowded, () => {
      pairs(0)
    })
  // The counter now stands at the step left over.
  if (even < extent)
    frame.looping(crowded || !frame.writesOut(), () => {
      emitBlock(site, body)
    })
}

const emitWhile = (site: Site, { condition, test, bound, body }: Extract<Statement, { readonly _tag: 'While' }>): void => {
  const { frame } = site
  const { out } = frame
  const turns = frame.fresh('i32')
  out.push(int(0), set(turns), block(), loop())
  if (bound !== null) out.push(get(turns), int(bound), plainly('i32.ge_s'), branchIf(1))
  frame.aside(() => {
    frame.looping(isCrowded(condition, body), () => {
      emitBlock(site, condition)
      out.push(get(registerLocal(frame, test)), plainly('i32.eqz'), branchIf(1))
      emitBlock(site, body)
    })
  })
  out.push(get(turns), int(1), plainly('i32.add'), set(turns), branch(0), end, end)
}

type Part = Extract<Statement, { readonly _tag: 'Part' }>

const partOf = ({ frame, hosts }: Site, { axes, body }: Part): DefinedFunction => {
  const inside = frame.another()
  // Counters are its parameters, so they come before all other locals.
  for (const axis of axes) inside.local('counter', axis, 'i32')
  inside.looping(isCrowded(body), () => {
    emitBlock({ frame: inside, hosts, literals: new Map(), held: new Map() }, body)
  })
  const type = { parameters: axes.map((): 'i32' => 'i32'), results: [] }
  return { name: 'part', type, locals: inside.locals.slice(axes.length), body: [...inside.prologue(), ...inside.out] }
}

const emitPart = (site: Site, part: Part): void => {
  const { frame, hosts } = site
  for (const axis of part.axes) frame.out.push(get(frame.local('counter', axis, 'i32')))
  frame.out.push(hosts.part(partOf(site, part)))
}

/** A loop of one part, which is a function that other threads call too: whoever shares it out has the turns run. */
const emitShared = (site: Site, order: number, fork: number, { extent, body }: Loop): void => {
  for (const s of body) if (s._tag === 'Part') site.hosts.part({ ...partOf(site, s), exported: `share${order}` })
  site.frame.out.push(int(order), int(extent), call(fork), plainly('drop'))
}

const emitStatement = (site: Site, statement: Statement): void => {
  const { frame, hosts, literals } = site
  const { out } = frame
  const register = (r: Register): Push => {
    const local = registerLocal(frame, r)
    return () => out.push(get(local))
  }
  switch (statement._tag) {
    case 'Literal':
      literals.set(statement.to, statement.value)
      out.push(entry(frame.kernel.registers, statement.to) === 'f64' ? float(statement.value) : int(statement.value), set(registerLocal(frame, statement.to)))
      return
    case 'Apply':
      applyScalar(frame, hosts, statement.machine, statement.args.map(register))
      out.push(set(registerLocal(frame, statement.to)))
      return
    case 'Load':
      pushPlace(frame, statement.from)
      out.push(set(registerLocal(frame, statement.to)))
      return
    case 'Store':
      storeAt(frame, statement.to, register(statement.value))
      return
    case 'Accumulate':
      accumulateAt(site, statement, register(statement.value))
      return
    case 'Fill':
      emitFill(site, statement)
      return
    case 'Loop': {
      const fork = hosts.fork(statement.axis)
      if (fork === null) emitLoop(site, statement)
      else emitShared(site, fork.order, fork.index, statement)
      return
    }
    case 'While':
      emitWhile(site, statement)
      return
    case 'Choose':
      out.push(get(registerLocal(frame, statement.test)), when())
      frame.aside(() => {
        emitBlock(site, statement.yes)
      })
      out.push(plainly('else'))
      frame.aside(() => {
        emitBlock(site, statement.no)
      })
      out.push(end)
      return
    case 'Part':
      emitPart(site, statement)
      return
    case 'Host':
      out.push(int(statement.call), call(hosts.primitive()))
      return
  }
}

/** The instructions of a block, appended to the frame. */
export const emitBlock = (site: Site, statements: Block): void => {
  for (const statement of statements) emitStatement(site, statement)
}

/** The same of a loop's body: what it sets is used in it alone. */
const emitBody = (site: Site, body: Block): void => {
  const { sums, parts } = foursIn(body)
  for (const statement of body) {
    const four = sums.get(statement)
    if (four !== undefined && statement._tag === 'Apply') emitFour(site, statement.to, four)
    else if (!parts.has(statement)) emitStatement(site, statement)
  }
}
