/**
 * The text of a program in C: what the header says, which names it gives, what it refuses, and that it asks for
 * nothing. Whether the text computes the right numbers is asked of gcc, in the slow files beside this one.
 */
import { describe, expect, it } from 'vitest'
import {
  add,
  besselJ,
  beta,
  checkpoint,
  cond,
  det,
  div,
  eigh,
  exp,
  gamma,
  grad,
  gt,
  hvp,
  jvp,
  type Matrix,
  mul,
  pow,
  random,
  type Scalar,
  scan,
  sin,
  solve,
  sort,
  sum,
  svd,
  tan,
  tensor,
  toC,
  trace,
  type Vector,
  whileLoop,
} from 'wengert'
import { elementary } from '../../../src/elementary/catalogue.ts'
import { neededBy } from '../../../src/compile/c/library.ts'
import { identifiers, literal, remark } from '../../../src/compile/c/text.ts'
import { type CSource, sourceOf } from '../../../src/compile/c/source.ts'
import { cases } from '../../primitive/cases.ts'
import { part } from '../../share.ts'
import { isCarried } from './agreement.ts'

const identity = tensor([
  [2, 0],
  [0, 3],
])
const named = (header: string): string => /^void .*;$/m.exec(header)?.[0] ?? ''

describe('the header', () => {
  const f = (p: { readonly w: Matrix<2, 3>; readonly b: Scalar }, k: number) => ({ 'a*/b': sum(mul(p.w, p.b)), double: mul(p.b, k) })
  const { header } = toC(
    trace(f, { names: ['p', 'x'] })(
      {
        w: tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        b: 1,
      },
      2,
    ),
    { name: 'model' },
  )

  it('names the arrays by their paths, with sizes and shapes', () => {
    expect(named(header)).toBe('void model(const double *p_w, const double *p_b, const double *x, double *a_b, double *double_);')
    expect(header).toContain('out a_b (a*_b): float64 number, double[1]')
    expect(header).toContain('in  p_w (p.w): float64 array [2, 3], double[6]')
    expect(header).toContain('#define MODEL_P_W_SIZE 6')
    expect(header).toContain('extern "C"')
  })

  it('asks for a workspace where there is something to keep, and says how large it is', () => {
    const long = trace((x: Vector<50>) => sum(sort(exp(x))))(new Float64Array(50))
    const made = toC(long, { name: 'long_one' }).header
    expect(named(made)).toMatch(/, long_one_workspace \*w\);$/)
    expect(made).toMatch(/typedef struct \{\n( {2}(double|int32_t) \w+\[\d+\];\n)+\} long_one_workspace;/)
    expect(made).toContain('#define LONG_ONE_WORKSPACE_BYTES sizeof(long_one_workspace)')
    expect(header).toContain('#define MODEL_WORKSPACE_BYTES 0')
  })
})

describe('names', () => {
  it('are identifiers of C and C++, different in capitals, and not those of the code', () => {
    const paths = ['x', 'X', '∂x2.w', 'for', 'class', 'r1', 'w', 'floor', 'f.g', 'f_g', '1st', '__a', 'ä', 'at', 'f_c1', '']
    const names = identifiers('f', paths, 'in', [])
    const wanted = ['x', 'X_2', 'dx2_w', 'for_', 'class_', 'r1_', 'w_', 'floor_', 'x_f_g', 'x_f_g_2', 'x1st', 'a', 'x_3', 'at_', 'x_f_c1', 'in15']
    expect(names).toEqual(wanted)
    expect(new Set(names.map((name) => name.toUpperCase())).size).toBe(paths.length)
    for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/)
  })

  it('of paths that would end a comment stand in it harmlessly', () => {
    expect(remark('a*/b /* c \\\n??/ d')).toBe('a*_b _* c __?_/ d')
  })

  it.each(['2nd', 'a-b', '', 'while', 'operator', 'sin', 'main', 'w_exp', 'a__b'])('%j is refused as the name of the function', (name) => {
    expect(() => toC(trace((x: Scalar) => exp(x))(1), { name })).toThrow(`toC: '${name}' is no name of a function in C and C++; use letters`)
  })
})

describe('numbers', () => {
  it('read back as the same', () => {
    expect([0, -0, 1, -1.5, 1e21, 5e-324, 2 ** 53, Number.NaN, Infinity, -Infinity].map((x) => literal('f64', x))).toEqual([
      '0.0',
      '(-0.0)',
      '1.0',
      '(-1.5)',
      '1e21',
      '5e-324',
      '9007199254740992.0',
      'NAN',
      'INFINITY',
      '(-INFINITY)',
    ])
    expect([0, -1, 2 ** 31 - 1, -(2 ** 31)].map((x) => literal('i32', x))).toEqual(['0', '(-1)', '2147483647', '(-2147483647 - 1)'])
  })
})

describe('the source', () => {
  const programs = {
    tangent: trace((x: Scalar) => pow(tan(x), sin(x)))(1),
    special: trace((x: Scalar) => add(gamma(x), besselJ(3, x)))(1),
    slope: grad(trace((x: Vector<3>) => sum(mul(exp(x), x)))(Float64Array.of(1, 2, 3))),
    loop: trace((x: Scalar, ys: Vector<5>) => scan((s, y) => [mul(s, sin(y)), add(s, y)], x, ys))(1, new Float64Array(5)),
    system: trace((a: Matrix<2, 2>, b: Vector<2>) => solve(a, b))(identity, Float64Array.of(1, 2)),
    draws: trace((k: ReturnType<typeof random.key>) => random.normal(k, [4]))(random.key(1)),
  }
  const made = Object.entries(programs).map(([name, program]): readonly [string, CSource] => [name, toC(program, { name })])

  it.each(made)('of %s includes the standard library only, allocates nothing and keeps nothing', (name, { source }) => {
    expect(source.match(/#include .*/g)).toEqual([`#include "${name}.h"`, '#include <math.h>', '#include <string.h>'])
    expect(source).not.toMatch(/\b(malloc|calloc|realloc|alloca|free|printf)\b/)
    expect(source).not.toMatch(/^ *static (?!const|\w+ \*?\w+\(|void|int\b|w_reduction w_reduced\()/m)
    expect(source).not.toMatch(/undefined|null|=>|\[object|NaN\b/)
  })

  const definesItsCalls = (source: string): void => {
    const places = [...source.matchAll(/\bw_[A-Za-z]\w*(?=\()/g)].map((match) => [match[0], match.index] as const)
    for (const name of new Set(places.map(([called]) => called))) {
      const definitions = [...source.matchAll(new RegExp(`^static \\w+ ${name}\\(`, 'gm'))].map((match) => match.index)
      expect(definitions, name).toHaveLength(1)
      expect(Math.min(...places.filter(([called]) => called === name).map(([, at]) => at))).toBeGreaterThanOrEqual(definitions[0] ?? Infinity)
    }
  }

  it.each(made)('of %s defines each function of the library that it calls, before the call, and once', (_, { source }) => {
    definesItsCalls(source)
  })

  it('of every primitive is whole: its calls are defined, its braces closed, nothing stands for a part that is missing', () => {
    const carried = cases.filter(isCarried)
    expect(carried.length).toBeGreaterThan(0.85 * cases.length)
    for (const { program } of part(carried, 5)) {
      const { source } = sourceOf(program, 'f')
      definesItsCalls(source)
      expect(source.split('{')).toHaveLength(source.split('}').length)
      expect(source.replace(/\/\*[\s\S]*?\*\//g, '')).not.toMatch(/undefined|null|=>|\[object|NaN\b/)
    }
  })

  it('counts the turns of a loop that may go on for ever no more than one that may not', () => {
    const halved = (options?: { readonly maxSteps: number }) =>
      trace((x: Scalar) =>
        whileLoop(
          (s: Scalar) => gt(s, 1),
          (s: Scalar) => div(s, 2),
          x,
          options,
        ),
      )(9)
    expect(toC(halved(), { name: 'f' }).source).toContain('for (;;) {')
    expect(toC(halved({ maxSteps: 12 }), { name: 'f' }).source).toMatch(/for \(int32_t (t\d+) = 0; \1 < 12; \1\+\+\) \{/)
  })

  it('takes one arm of a choice', () => {
    const program = trace((x: Scalar) =>
      cond(
        gt(x, 0),
        (y: Scalar) => exp(y),
        (y: Scalar) => sin(mul(y, y)),
        x,
      ),
    )(1)
    expect(toC(program, { name: 'f' }).source).toMatch(/if \(.*\) \{[^}]*\} else \{[^}]*\}/)
  })

  it('forbids compilers to join a product and a sum, which would change bits where the machine can', () => {
    const { source } = toC(programs.slope, { name: 'f' })
    expect(source).toContain('#pragma STDC FP_CONTRACT OFF')
    expect(source).toContain('#pragma GCC optimize ("-ffp-contract=off")')
  })

  it('is the same each time', () => {
    expect(toC(programs.loop, { name: 'loop' })).toEqual(toC(programs.loop, { name: 'loop' }))
  })

  it('copies what a program hands on as it is, or twice', () => {
    const { source } = toC(trace((x: Vector<3>) => [x, exp(x), exp(x), tensor([1, 2])])(new Float64Array(3)), { name: 'f' })
    expect(source.match(/memcpy\(out_\d, .*\);/g)).toEqual([
      'memcpy(out_0, x, 3 * sizeof *out_0);',
      'memcpy(out_2, out_1, 3 * sizeof *out_2);',
      expect.stringMatching(/^memcpy\(out_3, f_c\d, 2 \* sizeof \*out_3\);$/),
    ])
  })

  it('can call every elementary function', () => {
    for (const name of elementary.keys()) expect(neededBy(`w_${name}(x)`).at(-1)).toMatch(`static double w_${name}(`)
  })
})

describe('what has no code in C', () => {
  it.each([
    ['svd', trace((a: Matrix<2, 2>) => svd(a))(identity), 'decompose before'],
    ['eigh', trace((a: Matrix<2, 2>) => eigh(a))(identity), 'decompose before'],
  ])('%s is refused by name, with a way out', (name, program, hint) => {
    expect(() => toC(program, { name: 'f' })).toThrow(new RegExp(`^toC: the operation '${name}' has no C code; .*${hint}`))
  })

  it('so is a derivative whose series has no fixed length', () => {
    const mixed = grad(trace((a: Scalar) => grad((b: Scalar) => beta(a, b))(2))(3))
    expect(() => toC(mixed, { name: 'f' })).toThrow('toC: a mixed derivative of beta has no C code; ')
  })

  it('so is a third derivative of a determinant; the second has code', () => {
    const second = hvp((x: Matrix<2, 2>) => det(x))
    expect(() => toC(trace((x: Matrix<2, 2>) => second(x, x))(identity), { name: 'f' })).not.toThrow()
    const three = tensor([
      [2, 0, 1],
      [0, 3, 0],
      [1, 0, 1],
    ])
    const third = trace((x: Matrix<3, 3>) => jvp((y: Matrix<3, 3>) => hvp((z: Matrix<3, 3>) => det(z))(y, x), [x], [x])[1])(three)
    expect(() => toC(third, { name: 'f' })).toThrow('toC: a third derivative of a determinant has no C code; differentiate twice at most')
  })

  it('checkpoints are no obstacle where nothing is differentiated', () => {
    expect(() => toC(trace(checkpoint((x: Scalar) => sin(x)))(1), { name: 'f' })).not.toThrow()
  })
})
