/**
 * Every instruction, encoded, validated and run on values that tell it from its neighbours.
 */
import { describe, expect, it } from 'vitest'
import {
  access,
  block,
  branch,
  branchIf,
  call,
  end,
  float,
  floats,
  get,
  type Instruction,
  int,
  long,
  loop,
  type Plain,
  plainly,
  set,
  tee,
  type ValueType,
  when,
} from '../../../src/compile/wasm/instruction.ts'
import { bulk, indexed, lane, laneMemory, memory, plain, structured, vector, vectorMemory } from '../../../src/compile/wasm/opcode.ts'
import { allow } from '../relaxed.ts'
import { run, thunk } from './host.ts'
import type { Table } from '../../table.ts'

const value = (result: ValueType, body: ReadonlyArray<Instruction>, locals: ReadonlyArray<ValueType> = []): number | undefined =>
  run([thunk(result, body, locals)]).exports['f']?.()

const pair = (low: number, high: number): Instruction => ({ op: 'v128.const', low, high })

/** Both lanes of a vector. */
const lanes = (body: ReadonlyArray<Instruction>): ReadonlyArray<number> => {
  const { exports, f64 } = run([{ ...thunk('f64', []), type: { parameters: [], results: [] }, body: [int(0), ...body, access('v128.store')] }])
  exports['f']?.()
  return [f64[0] ?? Number.NaN, f64[1] ?? Number.NaN]
}

const tested = new Set<string>()
const op = (name: Plain): Instruction => {
  tested.add(name)
  return plainly(name)
}
const seen = <I extends Instruction>(instruction: I): I => {
  tested.add(instruction.op)
  return instruction
}

describe('arithmetic on one lane', () => {
  type Row = readonly [Plain, ReadonlyArray<number>, number]
  const on = (result: ValueType, push: (x: number) => Instruction, rows: Table<Row>): void =>
    it.each(rows)('%s %j is %d', (name, operands, wanted) => {
      expect(value(result, [...operands.map(push), op(name)])).toBe(wanted)
    })
  const asLong = (x: number): Instruction => long(BigInt(x))

  on('i32', int, [
    ['i32.eqz', [0], 1],
    ['i32.eq', [3, 3], 1],
    ['i32.ne', [3, 3], 0],
    ['i32.lt_s', [-1, 1], 1],
    ['i32.lt_u', [-1, 1], 0],
    ['i32.gt_s', [-1, 1], 0],
    ['i32.le_s', [2, 2], 1],
    ['i32.ge_s', [-1, 1], 0],
    ['i32.ge_u', [-1, 1], 1],
    ['i32.add', [2 ** 31 - 1, 1], -(2 ** 31)],
    ['i32.sub', [2, 5], -3],
    ['i32.mul', [65536, 65537], 65536],
    ['i32.and', [12, 10], 8],
    ['i32.or', [12, 10], 14],
    ['i32.xor', [12, 10], 6],
    ['i32.shl', [3, 4], 48],
    ['i32.shr_s', [-8, 1], -4],
    ['i32.shr_u', [-8, 1], 2 ** 31 - 4],
  ])
  on('i32', asLong, [['i32.wrap_i64', [2 ** 32 + 5], 5]])
  on('f64', asLong, [
    ['f64.convert_i64_u', [-1], 2 ** 64],
    ['f64.reinterpret_i64', [1], 2 ** -1074],
  ])
  on('f64', int, [['f64.convert_i32_s', [-3], -3]])
  on('i32', float, [
    ['f64.eq', [1, 1], 1],
    ['f64.ne', [1, 1], 0],
    ['f64.lt', [1, 2], 1],
    ['f64.gt', [1, 2], 0],
    ['f64.le', [2, 2], 1],
    ['f64.ge', [1, 2], 0],
  ])
  on('f64', float, [
    ['f64.abs', [-2.5], 2.5],
    ['f64.neg', [2.5], -2.5],
    ['f64.ceil', [1.2], 2],
    ['f64.floor', [-1.2], -2],
    ['f64.trunc', [-1.8], -1],
    ['f64.nearest', [2.5], 2],
    ['f64.sqrt', [9], 3],
    ['f64.add', [1.5, 2], 3.5],
    ['f64.sub', [1.5, 2], -0.5],
    ['f64.mul', [1.5, 2], 3],
    ['f64.div', [3, 2], 1.5],
    ['f64.min', [0, -0], -0],
    ['f64.max', [-0, 0], 0],
    ['f64.copysign', [3, -0], -3],
  ])

  const whole: Table<readonly [Plain, ReadonlyArray<bigint>, bigint]> = [
    ['i64.add', [1n << 62n, 1n << 62n], -(1n << 63n)],
    ['i64.and', [12n, 10n], 8n],
    ['i64.xor', [12n, 10n], 6n],
    ['i64.shl', [1n, 40n], 1n << 40n],
    ['i64.shr_u', [-8n, 1n], (1n << 63n) - 4n],
  ]
  it.each(whole.map(([name]) => name))('%s', (name) => {
    for (const [same, operands, wanted] of whole) if (same === name) expect(value('i64', [...operands.map(long), op(name)])).toBe(wanted)
  })

  it('widens and reads bits', () => {
    expect(value('i64', [int(-1), op('i64.extend_i32_s')])).toBe(-1n)
    expect(value('i64', [float(1), op('i64.reinterpret_f64')])).toBe(0x3ff0000000000000n)
  })
})

describe('arithmetic on two lanes', () => {
  const ones = Number.NaN
  it.each<readonly [Plain, ReadonlyArray<readonly [number, number]>, readonly [number, number]]>([
    ['f64x2.abs', [[-1, 2]], [1, 2]],
    ['f64x2.neg', [[-1, 2]], [1, -2]],
    ['f64x2.sqrt', [[4, 9]], [2, 3]],
    ['f64x2.ceil', [[1.2, -1.2]], [2, -1]],
    ['f64x2.floor', [[1.2, -1.2]], [1, -2]],
    ['f64x2.trunc', [[1.8, -1.8]], [1, -1]],
    ['f64x2.nearest', [[2.5, 3.5]], [2, 4]],
    [
      'f64x2.add',
      [
        [1, 2],
        [3, 5],
      ],
      [4, 7],
    ],
    [
      'f64x2.sub',
      [
        [1, 2],
        [3, 5],
      ],
      [-2, -3],
    ],
    [
      'f64x2.mul',
      [
        [1, 2],
        [3, 5],
      ],
      [3, 10],
    ],
    [
      'f64x2.div',
      [
        [1, 2],
        [4, 5],
      ],
      [0.25, 0.4],
    ],
    [
      'f64x2.min',
      [
        [0, 2],
        [-0, 1],
      ],
      [-0, 1],
    ],
    [
      'f64x2.max',
      [
        [-0, 2],
        [0, 3],
      ],
      [0, 3],
    ],
    [
      'f64x2.pmin',
      [
        [0, 2],
        [-0, 1],
      ],
      [0, 1],
    ],
    [
      'f64x2.pmax',
      [
        [-0, 2],
        [0, 3],
      ],
      [-0, 3],
    ],
    [
      'f64x2.eq',
      [
        [1, 2],
        [1, 3],
      ],
      [ones, 0],
    ],
    [
      'f64x2.ne',
      [
        [1, 2],
        [1, 3],
      ],
      [0, ones],
    ],
    [
      'f64x2.lt',
      [
        [1, 3],
        [2, 3],
      ],
      [ones, 0],
    ],
    [
      'f64x2.gt',
      [
        [1, 3],
        [2, 2],
      ],
      [0, ones],
    ],
    [
      'f64x2.le',
      [
        [1, 4],
        [1, 3],
      ],
      [ones, 0],
    ],
    [
      'f64x2.ge',
      [
        [1, 2],
        [1, 3],
      ],
      [ones, 0],
    ],
    [
      'v128.and',
      [
        [-1, 1],
        [-0, 2],
      ],
      [-0, 0],
    ],
    [
      'v128.or',
      [
        [1, 1],
        [-0, 0],
      ],
      [-1, 1],
    ],
    [
      'v128.xor',
      [
        [-1, 1],
        [-0, -0],
      ],
      [1, -1],
    ],
    [
      'v128.bitselect',
      [
        [1, 2],
        [3, 4],
        [0, 0],
      ],
      [3, 4],
    ],
    [
      'i64x2.add',
      [
        [2 ** -1074, 0],
        [2 ** -1074, 2 ** -1074],
      ],
      [2 ** -1073, 2 ** -1074],
    ],
    [
      'i64x2.eq',
      [
        [1, 2],
        [1, 3],
      ],
      [ones, 0],
    ],
  ])('%s %j is %j', (name, operands, wanted) => {
    expect(lanes([...operands.map(([low, high]) => pair(low, high)), op(name)])).toEqual(wanted)
  })

  it('inverts, shifts and spreads', () => {
    expect(lanes([pair(0, 0), op('v128.not')])).toEqual([ones, ones])
    expect(lanes([pair(2 ** -1074, 2 ** -1073), int(1), op('i64x2.shl')])).toEqual([2 ** -1073, 2 ** -1072])
    expect(lanes([pair(-0, 2 ** -1073), int(1), op('i64x2.shr_u')])).toEqual([2, 2 ** -1074])
    expect(lanes([float(1.5), op('f64x2.splat')])).toEqual([1.5, 1.5])
    expect(lanes([long(1n), op('i64x2.splat')])).toEqual([2 ** -1074, 2 ** -1074])
  })

  it('asks masks', () => {
    expect(value('i32', [pair(1, -2), op('i64x2.bitmask')])).toBe(2)
  })

  it('adds a product, and takes it away, by the number of the instruction', () => {
    allow()
    const three = [pair(2, 3), pair(5, 7), pair(1, 100)]
    expect(lanes([...three, seen({ op: 'vector', index: 0x107 })])).toEqual([11, 121])
    expect(lanes([...three, { op: 'vector', index: 0x108 }])).toEqual([-9, 79])
  })

  it('takes and puts lanes', () => {
    expect(value('f64', [pair(1, 2), seen({ op: 'f64x2.extract_lane', lane: 1 })])).toBe(2)
    expect(lanes([pair(1, 2), float(7), seen({ op: 'f64x2.replace_lane', lane: 0 })])).toEqual([7, 2])
    expect(value('i64', [pair(1, 2), seen({ op: 'i64x2.extract_lane', lane: 1 })])).toBe(0x4000000000000000n)
    expect(value('i32', [pair(1, 2), seen({ op: 'i32x4.extract_lane', lane: 3 })])).toBe(0x40000000)
    expect(lanes([pair(1, 2), long(1n), seen({ op: 'i64x2.replace_lane', lane: 1 })])).toEqual([1, 2 ** -1074])
    const swapped = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]
    expect(lanes([pair(1, 2), pair(3, 4), { op: 'i8x16.shuffle', lanes: swapped }])).toEqual([2, 1])
  })
})

describe('memory', () => {
  it('stores and loads', () => {
    expect(value('i32', [int(0), int(-2), seen(access('i32.store')), int(0), seen(access('i32.load'))])).toBe(-2)
    expect(value('i64', [int(0), long(-2n), seen(access('i64.store', 8)), int(8), seen(access('i64.load'))])).toBe(-2n)
    expect(value('f64', [int(0), float(1.5), seen(access('f64.store', 70_000 - 65_536)), int(4464), seen(access('f64.load'))])).toBe(1.5)
    expect(lanes([int(32), pair(1, 2), seen(access('v128.store')), int(32), seen(access('v128.load'))])).toEqual([1, 2])
    const store = [int(32), pair(1, 2), access('v128.store'), int(32)]
    expect(lanes([...store, access('v128.load64_splat', 8)])).toEqual([2, 2])
    expect(lanes([...store, seen({ op: 'v128.load64_zero', align: 8, offset: 8 })])).toEqual([2, 0])
    expect(lanes([...store, pair(5, 6), seen({ op: 'v128.load64_lane', align: 8, offset: 8, lane: 0 })])).toEqual([2, 6])
    seen(access('v128.load64_splat'))
    const lane64 = seen({ op: 'v128.store64_lane', align: 8, offset: 0, lane: 1 } as const)
    expect(value('f64', [int(40), pair(1, 2), lane64, int(40), access('f64.load')])).toBe(2)
  })

  it('copies and fills', () => {
    const { exports, u8 } = run([
      {
        ...thunk('i32', []),
        type: { parameters: [], results: [] },
        body: [int(4), int(7), int(3), seen({ op: 'memory.fill' }), int(10), int(5), int(4), seen({ op: 'memory.copy' })],
      },
    ])
    exports['f']?.()
    expect([...u8.slice(0, 16)]).toEqual([0, 0, 0, 0, 7, 7, 7, 0, 0, 0, 7, 7, 0, 0, 0, 0])
  })
})

describe('control', () => {
  it('chooses, branches and loops', () => {
    expect(value('f64', [int(1), seen(when('f64')), float(1), op('else'), float(2), op('end')])).toBe(1)
    expect(value('f64', [int(0), when('f64'), float(1), plainly('else'), float(2), end])).toBe(2)
    expect(value('i32', [int(3), int(4), int(0), op('select')])).toBe(4)
    expect(value('i32', [int(3), int(4), op('drop')])).toBe(3)
    expect(value('i32', [int(3), op('return')])).toBe(3)
    // 10 + 9 + … + 1
    const body = [
      int(10),
      seen(set(0)),
      seen(block()),
      seen(loop()),
      seen(get(0)),
      plainly('i32.eqz'),
      seen(branchIf(1)),
      get(1),
      get(0),
      plainly('i32.add'),
      set(1),
      get(0),
      int(1),
      plainly('i32.sub'),
      seen(tee(0)),
      plainly('drop'),
      seen(branch(0)),
      end,
      end,
      get(1),
    ]
    expect(value('i32', body, ['i32', 'i32'])).toBe(55)
  })

  it('calls its own functions and those of the host', () => {
    const square = { name: 'square', type: { parameters: ['f64'], results: ['f64'] }, locals: [], body: [get(0), get(0), plainly('f64.mul')] } as const
    const imports = [{ module: 'h', name: 'twice', type: { parameters: ['f64'], results: ['f64'] } }] as const
    const { exports } = run([thunk('f64', [float(3), seen(call(2)), call(0)]), square], imports, { twice: (x: number) => 2 * x })
    expect(exports['f']?.()).toBe(18)
  })
})

describe('constants', () => {
  it.each([0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8192, -8193, 2 ** 31 - 1, -(2 ** 31)])('i32 %d', (x) => expect(value('i32', [int(x)])).toBe(x))
  it.each([0n, -1n, 63n, 64n, -64n, -65n, 1n << 34n, (1n << 63n) - 1n, -(1n << 63n)])('i64 %s', (x) => expect(value('i64', [long(x)])).toBe(x))
  it.each([0, -0, 1.1, -1e308, 2 ** -1074, Number.POSITIVE_INFINITY, Number.NaN])('f64 %d', (x) => expect(value('f64', [float(x)])).toBe(x))
  it('v128', () => expect(lanes([floats(-0)])).toEqual([-0, -0]))
})

describe('the table', () => {
  it('is tested in full', () => {
    const all = [plain, vector, indexed, structured, memory, vectorMemory, laneMemory, lane, bulk].flatMap((codes) => Object.keys(codes))
    expect(all.filter((name) => !tested.has(name))).toEqual([])
  })
})
