import fc from 'fast-check'
import { either as E } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { show } from '../../src/failure.ts'
import { add, addPrimitive } from '../../src/basis/arithmetic.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { applyTo, constant, float } from '../../src/program/expr.ts'
import type { Expr, Primitive } from '../../src/program/model.ts'
import { sameProgram } from '../../src/program/equal.ts'
import { close } from '../../src/program/trace.ts'
import { tensor } from '../../src/array/tensor.ts'
import { phantom } from '../../src/type/phantom.ts'
import { decode } from '../../src/spec/decode.ts'
import type { ProgramDocument, ProgramTable } from '../../src/spec/document.ts'
import { encode } from '../../src/spec/encode.ts'
import { samples } from '../share.ts'
import { edit, nested, opaque, opaquePrimitive, rich } from './sample.ts'
import type { Table } from '../table.ts'

const problems = (json: unknown, known: ReadonlyArray<Primitive> = vocabulary): ReadonlyArray<string> => {
  const result = decode(known)(json)
  return E.isLeft(result) ? result.left.map(show) : []
}

/** (x, v) ↦ x + x, v + constant: values 0, 1 | 2, 3. */
const small: ProgramDocument = encode(
  close([float(), float(2)], ([x, v]) => [
    add(phantom<Expr<[]>>(x), phantom<Expr<[]>>(x)),
    add(phantom<Expr<[2]>>(v), phantom<Expr<[2]>>(constant(tensor([1, 2])))),
  ]),
)

const table = (change: (table: ProgramTable) => unknown): unknown => edit(small, 0, change)
const columns = (change: Partial<{ readonly [K in keyof ProgramTable['equations']]: unknown }>): unknown =>
  table((of) => ({ ...of, equations: { ...of.equations, ...change } }))

/** Lists that count how often anything is read of them, however deep: work that does not depend on the clock. */
const watching = (): { readonly watched: <T extends object>(value: T) => T; readonly reads: () => number } => {
  let reads = 0
  const watched = <T extends object>(value: T): T =>
    new Proxy(value, {
      get: (target, key) => {
        reads++
        const found: unknown = Reflect.get(target, key)
        return Array.isArray(found) ? watched(found) : found
      },
    })
  return { watched, reads: () => reads }
}

describe('decode', () => {
  it('reads the document as it is written', () => {
    expect(small).toEqual({
      version: 1,
      constants: [{ type: 'f64[2]', data: 'AAAAAAAA8D8AAAAAAAAAQA==' }],
      programs: [
        {
          inputs: [0, 1],
          names: ['', ''],
          equations: { primitive: [0, 0], params: [0, 0], arities: [2, 2], args: [0, 0, 1, -1], counts: [1, 1], results: [0, 1] },
          outputs: [2, 3],
          outputNames: ['', ''],
          types: ['f64', 'f64[2]'],
          primitives: ['add'],
          params: [{}],
        },
      ],
      main: 0,
    })
    expect(problems(small)).toEqual([])
  })

  it.each<readonly [string, unknown, ReadonlyArray<string>]>([
    ['no record', 3, ['at $: expected a program document, got 3']],
    ['null', null, ['at $: expected a program document, got null']],
    [
      'an empty record',
      {},
      [
        'at version: expected 1, got undefined',
        'at constants: expected a list, got undefined',
        'at programs: expected a list, got undefined',
        'at main: expected a whole number, got undefined',
      ],
    ],
    ['another version', { ...small, version: 2 }, ['at version: expected 1, got 2']],
    ['main out of range', { ...small, main: 1 }, ['at main: there is no program 1 (of 1)']],
    ['main negative', { ...small, main: -1 }, ['at main: there is no program -1 (of 1)']],
    ['main −0', { ...small, main: -0 }, ['at main: expected a whole number, got -0']],
    ['a program that is a number', { ...small, programs: [7] }, ['at programs[0]: expected a program, got 7']],
    ['a column that is no list', columns({ args: 'no' }), ['at programs[0].equations.args: expected a list of whole numbers, got "no"']],
    ['an entry that is no number', columns({ args: [0, '0', 1, -1] }), ['at programs[0].equations.args[1]: expected a whole number, got "0"']],
    [
      'an entry that is no whole number',
      columns({ args: [0, 0.5, 1, null] }),
      ['at programs[0].equations.args[1]: expected a whole number, got 0.5', 'at programs[0].equations.args[3]: expected a whole number, got null'],
    ],
    [
      'columns of unequal lengths',
      columns({ params: [0] }),
      ['at programs[0].equations: primitive, params, arities and counts must have equal lengths, got 2, 1, 2 and 2'],
    ],
    ['too few args', columns({ arities: [2, 3] }), ['at programs[0].equations.args: arities promise 5 entries, got 4']],
    ['an absurd arity', columns({ arities: [2 ** 53 - 1, 1] }), ['at programs[0].equations.args: arities promise 9007199254740992 entries, got 4']],
    ['a negative count', columns({ counts: [3, -1] }), ['at programs[0].equations.results: counts promise NaN entries, got 2']],
    ['names missing', table((of) => ({ ...of, names: [''] })), ['at programs[0].names: expected a name for each of 2 inputs, got 1']],
    ['output names missing', table((of) => ({ ...of, outputNames: [] })), ['at programs[0].outputNames: expected a name for each of 2 outputs, got 0']],
    [
      'an unknown primitive',
      table((of) => ({ ...of, primitives: ['constructor'] })),
      ['at programs[0].primitives[0]: unknown primitive "constructor"; does the vocabulary hold the module that declares it?'],
    ],
    ['a primitive out of range', columns({ primitive: [0, 1] }), ['at programs[0].equations[1].primitive: there is no entry 1 (of 1)']],
    ['params out of range', columns({ params: [0, -1] }), ['at programs[0].equations[1].params: there is no entry -1 (of 1)']],
    ['a forward reference', columns({ args: [0, 3, 1, -1] }), ['at programs[0].equations[0].args[1]: refers to value 3, but only 2 are known here']],
    ['a reference to its own result', columns({ args: [0, 0, 3, -1] }), ['at programs[0].equations[1].args[0]: refers to value 3, but only 3 are known here']],
    ['an unknown constant', columns({ args: [0, 0, 1, -2] }), ['at programs[0].equations[1].args[1]: there is no constant 1 (of 1)']],
    ['an output that is not there', table((of) => ({ ...of, outputs: [2, 4] })), ['at programs[0].outputs[1]: refers to value 4, but only 4 are known here']],
    ['a type that is not there', table((of) => ({ ...of, inputs: [0, 9] })), ['at programs[0].inputs[1]: there is no type 9 (of 2)']],
    ['shapes that do not fit', columns({ args: [0, 1, 1, -1] }), ['at programs[0].equations[0]: add: shapes [] and [2] differ']],
    [
      'too many operands',
      columns({ arities: [3, 1] }),
      ['at programs[0].equations[0]: add: expected 2 operands, got 3', 'at programs[0].equations[1]: add: expected 2 operands, got 1'],
    ],
    ['a wrong declaration', columns({ results: [1, 1] }), ['at programs[0].equations[0]: its results are declared as f64[2] but are f64']],
    [
      'too many results',
      columns({ counts: [2, 0] }),
      [
        'at programs[0].equations[0]: its results are declared as f64, f64[2] but are f64',
        'at programs[0].equations[1]: its results are declared as  but are f64[2]',
      ],
    ],
    [
      'an unreadable type',
      table((of) => ({ ...of, types: ['f64', 'f64[2'] })),
      ['at programs[0].types[1]: expected a type such as f64[3,4], i32 or bool[2], got "f64[2"'],
    ],
    ['a type in another spelling', table((of) => ({ ...of, types: ['f64', 'f64[02]'] })), ['at programs[0].types[1]: expected f64[2], got "f64[02]"']],
    [
      'an absurd size',
      table((of) => ({ ...of, types: ['f64', 'f64[94906267,94906267]'] })),
      ['at programs[0].types[1]: "f64[94906267,94906267]" has more than 2^53 elements'],
    ],
    [
      'an absurd size beside an empty axis',
      table((of) => ({ ...of, types: ['f64', 'f64[0,9999999999999999]'] })),
      ['at programs[0].types[1]: "f64[0,9999999999999999]" has more than 2^53 elements'],
    ],
    ['bad base64', { ...small, constants: [{ type: 'f64[2]', data: 'AAAAAAAA8D8AAAAAAAAAQ*==' }] }, ['at constants[0]: the data is not base64']],
    [
      'too little data',
      { ...small, constants: [{ type: 'f64[2]', data: 'AAAAAAAA8D8=' }] },
      ['at constants[0]: f64[2] takes 16 bytes, so 24 characters of base64, got 12'],
    ],
    ['too little data by one byte', { ...small, constants: [{ type: 'bool[2]', data: 'AA==' }] }, ['at constants[0]: bool[2] takes 2 bytes, got 1']],
    [
      'a huge constant without data',
      { ...small, constants: [{ type: 'f64[1000000000000]', data: '' }] },
      ['at constants[0]: f64[1000000000000] takes 8000000000000 bytes, so 10666666666668 characters of base64, got 0'],
    ],
    ['a bool that is 2', { ...small, constants: [{ type: 'bool[1]', data: 'Ag==' }] }, ['at constants[0]: a bool is the byte 0 or 1']],
    ['a constant without data', { ...small, constants: [{ type: 'f64[2]' }] }, ['at constants[0].data: expected string, got undefined']],
    ['params that are no record', table((of) => ({ ...of, params: [[]] })), ['at programs[0].params[0]: expected a record of parameters, got an array of 0']],
    ['a param that is null', table((of) => ({ ...of, params: [{ a: [1, null] }] })), ['at programs[0].params[0].a[1]: expected a parameter, got null']],
    [
      'a param that is a record',
      table((of) => ({ ...of, params: [{ 'a b': { x: 1 } }] })),
      ['at programs[0].params[0]["a b"]: expected { program } or { number }, got an object with keys {x}'],
    ],
    [
      'a number that is none',
      table((of) => ({ ...of, params: [{ a: { number: '1' } }] })),
      ['at programs[0].params[0].a: expected NaN, Infinity, -Infinity or -0, got "1"'],
    ],
    [
      'a program that holds itself',
      table((of) => ({ ...of, params: [{ body: { program: 0 } }] })),
      ['at programs[0].params[0].body: refers to program 0, but only the 0 before this one are known here'],
    ],
  ])('refuses %s', (_, json, expected) => {
    expect(problems(json)).toEqual(expected)
  })

  it('refuses what a rule throws at, whatever it throws', () => {
    const program = close([float()], ([x]) => [add(phantom<Expr<[]>>(x), 1)])
    const endless = (): never => endless()
    expect(problems(encode(program), [{ ...addPrimitive, infer: endless }])[0]).toContain(
      'at programs[0].equations[0]: add does not take these operands: RangeError',
    )
    expect(problems(encode(program), [])).toEqual([
      'at programs[0].primitives[0]: unknown primitive "add"; does the vocabulary hold the module that declares it?',
    ])
  })

  it('refuses programs nested deeper than 256', () => {
    const document = encode(nested(256))
    const outer = { ...document.programs[1], params: [{ inner: { program: 256 } }] }
    expect(problems({ ...document, programs: [...document.programs, outer], main: 257 }, [opaquePrimitive])).toEqual([
      'at programs[257]: programs nest deeper than 256',
    ])
  })

  it('refuses lists nested deeper than 256, however deep', () => {
    const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
    const document = encode(opaque({}))
    const holding = (value: unknown): unknown => edit(document, 0, (of) => ({ ...of, params: [{ a: value }] }))
    expect(problems(holding(deep(256)), [opaquePrimitive])).toEqual([])
    expect(problems(holding(deep(50_000)), [opaquePrimitive])[0]).toContain('lists nest deeper than 256')
    expect(problems(deep(50_000))).toEqual(['at $: expected a program document, got an array of 1'])
  })

  it('lets long parameters belong to one equation only', () => {
    const long = { list: Array.from({ length: 100 }, (_, i) => i) }
    const twice = encode(close([], () => [...applyTo(opaquePrimitive, long, []), ...applyTo(opaquePrimitive, long, [])]))
    expect(problems(twice, [opaquePrimitive])).toEqual([])
    expect(
      problems(
        edit(twice, 0, (of) => ({ ...of, equations: { ...of.equations, params: [0, 0] } })),
        [opaquePrimitive],
      ),
    ).toEqual(['at programs[0].equations[1].params: parameters with more than 64 values belong to one equation, entry 0 is used twice'])
  })

  it('refuses what JSON cannot be, at once', () => {
    const { watched, reads } = watching()
    const holes = watched(new Array<unknown>(2 ** 32 - 1))
    const cyclic: Array<unknown> = [1]
    cyclic.push(cyclic, cyclic)
    const shared = Array.from({ length: 60 }).reduce<ReadonlyArray<unknown>>((inner) => [inner, inner], [])
    const looking = Object.defineProperty({ ...small }, 'constants', {
      get: () => {
        throw new Error('look away')
      },
    })
    const inParams = (value: unknown): unknown => edit(encode(opaque({})), 0, (of) => ({ ...of, params: [{ a: value }, { a: value }] }))
    const refusals: Table<readonly [unknown, string]> = [
      [{ ...small, constants: holes }, 'at constants[0]: expected an entry, got undefined'],
      [{ ...small, programs: holes }, 'at programs[0]: expected an entry, got undefined'],
      [columns({ args: holes }), 'at programs[0].equations.args[0]: expected a whole number, got undefined'],
      [table((of) => ({ ...of, params: holes })), 'at programs[0].params[0]: expected an entry, got undefined'],
      [inParams(holes), 'at programs[0].params[0].a[0]: expected a parameter, got undefined'],
      [inParams(watched(cyclic)), 'lists nest deeper than 256'],
      [watched(cyclic), 'at $: expected a program document, got an array of 3'],
      [inParams(watched(shared)), 'parameters hold at most 262144 values'],
      [looking, 'at $: it cannot be read: look away'],
    ]
    for (const [json, reason] of refusals) {
      const before = reads()
      expect(problems(json, [...vocabulary, opaquePrimitive])[0]).toContain(reason)
      // Those values are looked at a few times each; of what is wrong at its start, the rest is not.
      expect(reads() - before).toBeLessThan(reason.includes('262144') ? 10 * 262_144 : 5000)
    }
  })

  it('gives a program that the document has no hold of', () => {
    const document = JSON.parse(JSON.stringify(encode(rich)))
    const result = decode(vocabulary)(document)
    if (E.isLeft(result)) return expect.fail()
    document.programs[document.main].names[0] = 'other'
    document.programs[document.main].params[0] = { axes: [7] }
    expect(sameProgram(result.right, rich)).toBeNull()
    expect(result.right.names).toEqual(['x', 'v'])
  })

  it('counts the letters of long parameters', () => {
    const text = 'x'.repeat(10_000)
    const twice = encode(close([], () => [...applyTo(opaquePrimitive, { text }, []), ...applyTo(opaquePrimitive, { text }, [])]))
    expect(twice.programs[0]?.params.length).toBe(2)
    expect(problems(twice, [opaquePrimitive])).toEqual([])
  })

  it('tells many mistakes at once, but not a million', () => {
    const n = samples(200_000)
    const { watched, reads } = watching()
    const many = (value: unknown): ReadonlyArray<unknown> => watched(new Array<unknown>(n).fill(value))
    const documents = [
      { ...small, constants: many(0) },
      { ...small, programs: many({}) },
      { ...small, programs: many(null) },
      columns({ args: many('x') }),
      columns({ primitive: many(7), params: many(7), arities: many(0), args: [], counts: many(0), results: [] }),
      columns({ primitive: many(0), params: many(0), arities: many(1), args: many(0), counts: many(1), results: many(0) }),
      table((of) => ({ ...of, types: many('x'), primitives: many('x'), params: many(0) })),
      table((of) => ({ ...of, outputs: many(7), outputNames: many('') })),
      table((of) => ({ ...of, params: [{ a: many(null) }] })),
    ]
    for (const document of documents) {
      const before = reads()
      expect(problems(document).length).toBe(100)
      expect(reads() - before).toBeLessThan(20 * n)
    }
    expect(problems(table((of) => ({ ...of, types: [`f64[${'1,'.repeat(500_000)}1]`, 'y'.repeat(500_000)] }))).every((text) => text.length < 1000)).toBe(true)
  })

  it('does work in proportion to a document, not to what it repeats', () => {
    // 20,000 branches on one program of 20,000 equations: 400 million steps if each were walked again.
    const n = 20_000
    const many = (value: number): ReadonlyArray<number> => new Array<number>(n).fill(value)
    const body: ProgramTable = {
      types: ['f64'],
      primitives: ['add'],
      params: [{}],
      inputs: [0],
      names: [''],
      outputs: [n],
      outputNames: [''],
      equations: {
        primitive: many(0),
        params: many(0),
        arities: many(2),
        args: Array.from({ length: 2 * n }, (_, i) => i >> 1),
        counts: many(1),
        results: many(0),
      },
    }
    const main: ProgramTable = {
      types: ['bool', 'f64'],
      primitives: ['cond'],
      params: [{ yes: { program: 0 }, no: { program: 0 } }],
      inputs: [0, 1],
      names: ['', ''],
      outputs: [n + 1],
      outputNames: [''],
      equations: {
        primitive: many(0),
        params: many(0),
        arities: many(2),
        args: Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 0 : 1 + (i >> 1))),
        counts: many(1),
        results: many(1),
      },
    }
    // Who walks over equations looks at their primitives, and those count how often.
    let looks = 0
    const counting = (primitive: Primitive): Primitive =>
      new Proxy(
        { ...primitive },
        {
          get: (target, key) => {
            looks++
            return Reflect.get(target, key)
          },
        },
      )
    expect(problems({ version: 1, constants: [], programs: [body, main], main: 1 }, vocabulary.map(counting))).toEqual([])
    expect(looks).toBeLessThan(10 * n)
  })

  it('answers with Either, whatever is given', () => {
    fc.assert(fc.property(fc.anything(), (value) => problems(value).length > 0))
    const text = JSON.stringify(encode(rich))
    // One token of a good document replaced: it decodes or is refused, and never throws.
    const tokens = [...text.matchAll(/-?\d+|"[^"]*"|true|\[\]|\{\}/g)]
    fc.assert(
      fc.property(
        fc.constantFrom(...tokens),
        fc.constantFrom('0', '-1', '1', '2', '9007199254740991', '-5', '"add"', '"f64"', '[]', '{}', 'null', '[[0]]', '{"program":0}', '1e400', 'true'),
        (token, other) => {
          const at = token.index
          const broken = `${text.slice(0, at)}${other}${text.slice(at + token[0].length)}`
          let json: unknown
          try {
            json = JSON.parse(broken)
          } catch {
            return
          }
          expect(['Left', 'Right']).toContain(decode(vocabulary)(json)._tag)
        },
      ),
      { numRuns: samples(2000) },
    )
  })
})
