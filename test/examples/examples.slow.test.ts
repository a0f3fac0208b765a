/**
 * Every example runs as a program of its own, and the numbers it prints are the ones that calculus gives.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { after, close, numbersAfter, output } from './reading.ts'

const folder = new URL('../../examples/', import.meta.url)

type Check = (text: string) => void

const svg = (name: string): string => readFileSync(new URL(`out/${name}`, folder), 'utf8')

const regression: Check = (text) => {
  const [trainBefore, testBefore] = numbersAfter(text, 'right before training')
  const [trainAfter, testAfter] = numbersAfter(text, 'right after training')
  // All birds are taken for Adélies before; 121 of 175 and 30 of 44 are.
  close(trainBefore, 69.1)
  close(testBefore, 68.2)
  expect(trainAfter).toBeGreaterThan(95)
  expect(testAfter).toBeGreaterThan(95)
  expect(numbersAfter(text, 'gradients computed')).toEqual([600])
  expect(numbersAfter(text, 'times the loss function ran')).toEqual([5])
  // z = −800: the stable loss is 800 with slope −1, the naive one is lost.
  expect(numbersAfter(text, '−800')).toEqual([800, -1, Infinity, Number.NaN])
  close(numbersAfter(text, 'grad(loss)(params, batch)).b')[0], -800 + 0.1)
  expect(numbersAfter(text, 'grad(naive)(params, batch)).b')).toEqual([Number.NaN])
  const [loss, boundary] = [svg('loss.svg'), svg('boundary.svg')]
  for (const picture of [loss, boundary]) {
    expect(picture).toMatch(/^<svg xmlns=/)
    expect(picture).not.toContain('NaN')
  }
  expect(boundary.match(/<circle/g)?.length).toBeGreaterThanOrEqual(219)
  expect(loss).toContain('epoch')
}

// What the tour says of the logistic map, from its recurrence alone.

/** Coefficients of lₙ, lowest first. */
const logistic = (n: number): ReadonlyArray<bigint> => {
  if (n === 1) return [0n, 1n]
  const l = logistic(n - 1)
  const rest = l.map((c, i) => (i === 0 ? 1n - c : -c))
  const product = Array.from({ length: 2 * l.length - 1 }, () => 0n)
  l.forEach((a, i) =>
    rest.forEach((b, j) => {
      product[i + j] = (product[i + j] ?? 0n) + 4n * a * b
    }),
  )
  return product
}

const slopes = (n: number): ReadonlyArray<bigint> => logistic(n).flatMap((c, i) => (i === 0 ? [] : [BigInt(i) * c]))

const greatest = (coefficients: ReadonlyArray<bigint>): bigint => coefficients.map((c) => (c < 0n ? -c : c)).reduce((a, b) => (a > b ? a : b))

/** Symbols of lₙ written out, and of its derivative by the product rule: (4l)(1 − l)′ + (1 − l)(4l)′. */
const sizes = (n: number): readonly [number, number] => {
  if (n === 1) return [1, 1]
  const [s, d] = sizes(n - 1)
  return [2 * s + 5, 2 * d + 3 * s + 14]
}

const swell: Check = (text) => {
  expect(after(text, 'dl₄/dx').trim()).toBe('64(1 − 42x + 504x² − 2640x³ + 7040x⁴ − 9984x⁵ + 7168x⁶ − 2048x⁷)')
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const row = text.split('\n').find((line) => line.startsWith(`    ${n}  ${sizes(n)[0]} `))
    const [, written, derivative, simplified, shared, forward, reverse] = (row?.match(/\d+/g) ?? []).map(Number)
    expect([written, derivative]).toEqual(sizes(n))
    expect(simplified).toBeLessThanOrEqual(derivative ?? 0)
    // Three operations a step; the gradient with them at most five times that.
    for (const count of [shared, forward, reverse]) expect(count).toBeLessThanOrEqual(5 * 3 * (n - 1))
  }
  for (const n of [5, 6, 7, 8]) {
    const line = after(text, `dl${'₀₁₂₃₄₅₆₇₈'[n]}/dx`)
    expect(line).toContain(`${slopes(n).length} terms`)
    const large = String(greatest(slopes(n)))
    expect(line).toContain(large.length > 24 ? `of ${large.length} digits` : `coefficient ${large}`)
  }
}

const first: Check = (text) => {
  expect(text).toContain('11.652071455223084')
  expect(after(text, 'jvp(f, [2, 5], [1, 0])').trim()).toBe('[11.652071455223084, 5.5]')
  expect(after(text, 'grad(f, { argnums: [0, 1] })(2, 5)').trim()).toBe('[5.5, 1.7163378145367738]')
  // Tables print six digits.
  expect(numbersAfter(text, '= v̄₃·cos v₀     = −1·cos 5         =')).toEqual([Number((-Math.cos(5)).toPrecision(6))])
  expect(numbersAfter(text, 'x̄₂       = v̄₀').at(-1)).toBe(Number((2 - Math.cos(5)).toPrecision(6)))
  expect(text).toMatch(/y .*= 11\.6521 .*= 5\.5/)
}

const ways: Check = (text) => {
  const [x1, x2, error] = numbersAfter(text, 'reverse AD ')
  expect([x1, x2, error]).toEqual([1 / 2 + 5, 2 - Math.cos(5), 0])
  const [, , forward = Number.NaN] = numbersAfter(text, 'forward differences ')
  const [, , central = Number.NaN] = numbersAfter(text, 'central differences ')
  // Truncation ½h|f″| and rounding of about 10⁻¹⁵/h; h²|f‴|/6 and the same.
  expect(forward).toBeGreaterThan(1e-10)
  expect(forward).toBeLessThan(1e-6)
  expect(central).toBeLessThan(1e-9)
  for (const n of [4, 16, 64, 256])
    expect(
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`    ${n} `) && line.includes('.'))
          ?.trim()
          .split(/\s+/)
          .at(-1),
      ),
    ).toBeLessThan(5)
}

const composition: Check = (text) => {
  close(numbersAfter(text, 'grad(wave)(0.5)')[0], Math.cos(0.5) * Math.exp(Math.sin(0.5)))
  expect(numbersAfter(text, 'pipe(cube, grad, grad, grad)(2)')).toEqual([6])
  expect(numbersAfter(text, 'grad(polynomial, { argnums: 1 })(…)')[0]).toBe(36)
  expect(numbersAfter(text, 'grad(concatAll(productMonoid))([2, 3, 5])')).toEqual([15, 10, 6])
  expect(after(text, '2 + 1·ε, 5').trim()).toBe('11.652071455223084 + 5.5·ε')
  // x³ at 2: 8, and 3x² = 12 twice, and 6x = 12.
  expect(after(text, '(2 + 1·ε) + (1 + 0·ε)·δ').trim()).toBe('(8 + 12·ε) + (12 + 12·ε)·δ')
  close(numbersAfter(text, 'sweep(evaluate)(list, …) at x1, x2')[1], 2 - Math.cos(5))
}

const trust: Check = (text) => {
  const reports = text
    .split('\n')
    .filter((line) => /^ {4}(passed|FAILED)/.test(line))
    .map((line) => line.trim())
  expect(reports.map((line) => line.replace(/:.*/, ''))).toEqual(['passed', 'FAILED', 'passed', 'FAILED', 'passed'])
  expect(reports[1]).toContain('mode agrees with differences')
  expect(reports[3]).toContain('value of the function')
  // At (2, 0) along (1, 1): 1/(1+x)² by the slip, 1/(1+x²) in truth, and atan 2 from the other argument.
  const [x, y = Number.NaN] = numbersAfter(text, 'at              f(')
  expect(x).toBe(2)
  expect(Math.abs(y)).toBeLessThan(1e-3)
  close(numbersAfter(text, 'found           ')[0], 1 / 9 + Math.atan(2), 1e-3)
  close(numbersAfter(text, 'wanted          ')[0], 1 / 5 + Math.atan(2), 1e-3)
}

const graph: Check = (text) => {
  const answer = 1 / (1 + Math.exp(-(-0.8 * 1.5 + 0.2)))
  const byB = 2 * (answer - 1) * answer * (1 - answer)
  close(numbersAfter(text, 'target: 1 })')[0], (answer - 1) ** 2)
  const [w, b] = numbersAfter(text, "['∂w', '∂b'])")
  close(w, 1.5 * byB)
  close(b, byB)
  // d/dz of 2(a − 1)a(1 − a) is −2(1 − a)·a·(1 − a)·(1 − 3a) where a = σ(z).
  close(numbersAfter(text, 'operations, value').at(-1), 1.5 ** 2 * -2 * answer * (1 - answer) ** 2 * (1 - 3 * answer))
  expect(text).toContain("unknown input 'weight'")
}

const checks: { readonly [file: string]: Check } = {
  'adam.ts': (text) => {
    const [before = Number.NaN] = numbersAfter(text, 'loss before')
    const [after = Number.NaN] = numbersAfter(text, 'loss after')
    expect(before).toBeGreaterThan(1)
    expect(after).toBeLessThan(0.01)
    // The first step is by the learning rate, whatever the slope.
    close(Math.abs(numbersAfter(text, 'moves the offset by')[0] ?? Number.NaN), 0.02, 1e-6)
    expect(numbersAfter(text, 'steps  ')).toEqual([1000])
  },
  'first-gradient.ts': (text) => {
    const [x1, x2] = numbersAfter(text, '[')
    close(x1, 1 / 2 + 5)
    close(x2, 2 - Math.cos(5))
  },
  'horner.ts': (text) => {
    expect(numbersAfter(text, 'p(3)   =')).toEqual([43])
    expect(numbersAfter(text, 'p′(3)  =')[0]).toBe(36)
    expect(numbersAfter(text, '∂p/∂c  =').slice(0, 4)).toEqual([1, 3, 9, 27])
    const [r = Number.NaN] = numbersAfter(text, 'p(r)=0 at r =')
    close(7 - 3 * r + 2 * r * r + r * r * r, 0)
  },
  'tape-monad.ts': (text) => {
    close(numbersAfter(text, 'y = f64')[0], 6 + Math.sin(2))
    const [, x1, , x2] = numbersAfter(text, 'x̄ =')
    close(x1, 3 + Math.cos(2))
    close(x2, 2)
    expect(text.indexOf('add of')).toBeLessThan(text.indexOf('mul of'))
  },
  'control-flow.ts': (text) => {
    const [derivative] = numbersAfter(text, '∂end/∂stiffness')
    const [difference = Number.NaN] = numbersAfter(text, 'by a central difference')
    close(derivative, difference, 1e-8)
    expect(numbersAfter(text, 'at 3, −2')).toEqual([2, -3])
    expect(numbersAfter(text, 'at 3, 2')).toEqual([4, 12])
    expect(numbersAfter(text, 'at −1, 4')).toEqual([1, 0.25])
  },
  'custom-rule.ts': (text) => {
    expect(numbersAfter(text, 'x = 1000')).toEqual([Number.NaN, 1])
    close(numbersAfter(text, 'second derivative at 0:')[0], 0.25)
    expect(after(text, 'the rule: ')).toMatch(/^passed/)
    expect(after(text, 'with a slip: ')).toMatch(/^FAILED/)
  },
  'embedded.ts': (text) => {
    expect(text).toContain('void spring(const double *stiffness, const double *forces, const double *measured, double *out0, double *dstiffness')
    const [value, slope] = numbersAfter(text, 'here: loss')
    expect(value).toBeGreaterThan(0)
    if (text.includes('no C compiler here')) return
    expect(numbersAfter(text, 'in C: loss').slice(0, 2)).toEqual([value, slope])
    close(numbersAfter(text, 'in C: stiffness')[0], 4, 1e-5)
  },
  'logistic-regression.ts': regression,
  'ode.ts': (text) => {
    // Gauss and Newton's method on the closed form K/(1 + (K/y₀ − 1)e^(−rt)) finds these.
    const [first, rate, capacity] = numbersAfter(text, 'first count, r, K')
    close(first, 9.1355171568, 1e-6)
    close(rate, 0.5469947276, 1e-6)
    close(capacity, 663.0219906774, 1e-6)
    close(numbersAfter(text, 'misses, root of mean')[0], Math.sqrt(194.32537821187717 / 19), 1e-6)
    const [stepwise, adjoint] = ['∇ through the steps', '∇ by the adjoint'].map((label) => numbersAfter(text, label))
    stepwise?.forEach((slope, i) => close(adjoint?.[i], slope, 1e-7))
    expect(text).toMatch(/steps, converged +.*true/)
  },
  'sparse.ts': (text) => {
    expect(after(text, 'the pattern at ten points, ')).toBe(' 10 × 10, 28 entries')
    expect(numbersAfter(text, 'passes:')).toEqual([3])
    // u = 2 log(cosh(θ/4)/cosh((x − ½)θ/2)) where θ = √2 cosh(θ/4), found by iteration; differences over 10⁻³ miss it by h².
    let theta = 1
    for (let k = 0; k < 100; k++) theta = Math.SQRT2 * Math.cosh(theta / 4)
    close(numbersAfter(text, 'step 5: u in the middle')[0], 2 * Math.log(Math.cosh(theta / 4)), 1e-7)
  },
  'tour.ts': (text) => {
    for (const chapter of [first, ways, swell, composition, trust, graph, regression]) chapter(text)
  },
}

describe('the examples', () => {
  // So that a picture found is one that was drawn.
  beforeEach(() => rmSync(new URL('out/', folder), { recursive: true, force: true }))

  it('are all checked', () => {
    expect(Object.keys(checks).sort()).toEqual(
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts'))
        .sort(),
    )
  })

  for (const [file, check] of Object.entries(checks)) {
    it(file, { timeout: 60_000 }, async () => check(await output(`examples/${file}`)))
  }
})
