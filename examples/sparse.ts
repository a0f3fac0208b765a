/**
 * Newton's method on a thousand equations: heat in a reacting rod, u″ + eᵘ = 0 with u = 0 at both ends
 * (Bratu's problem). Each equation reads three unknowns, so the whole Jacobian takes three passes.
 */
import { add, evaluate, exp, mul, pad, showSparsity, slice, sparseJacobian, sparsity, toCsr, toFloat64Array, type Vector } from 'wengert'

// u″ by differences over steps of h, at n points between the ends.
const equations = (u: Vector): Vector => {
  const n = Number(u.shape[0])
  const wide = pad(u, [[1, 1]])
  const bend = add([slice(wide, [0], [n]), mul(-2, u), slice(wide, [2], [n + 2])])
  return add(mul((n + 1) ** 2, bend), exp(u))
}

console.log('the pattern at ten points, ', showSparsity(sparsity(equations)(new Float64Array(10))))

/** A tridiagonal system by elimination: row i is l[i], d[i], r[i]. */
const tridiagonal = (l: Float64Array, d: Float64Array, r: Float64Array, b: Float64Array): Float64Array => {
  const [diagonal, x] = [Float64Array.from(d), Float64Array.from(b)]
  for (let i = 1; i < x.length; i++) {
    const factor = (l[i] ?? 0) / (diagonal[i - 1] ?? 1)
    diagonal[i] = (diagonal[i] ?? 0) - factor * (r[i - 1] ?? 0)
    x[i] = (x[i] ?? 0) - factor * (x[i - 1] ?? 0)
  }
  for (let i = x.length - 1; i >= 0; i--) x[i] = ((x[i] ?? 0) - (r[i] ?? 0) * (x[i + 1] ?? 0)) / (diagonal[i] ?? 1)
  return x
}

const n = 999
const jacobian = sparseJacobian(equations)
const residual = evaluate(equations)

/** One step: u − J⁻¹ f(u), the rows of J read from its entries. */
const newton = (u: Float64Array): Float64Array => {
  const { starts, values } = toCsr(jacobian(u))
  const from = toFloat64Array(starts)
  // Every row but the first begins left of the diagonal.
  const entry = (i: number, offset: number): number => (i + offset < 0 || i + offset >= n ? 0 : (values[(from[i] ?? 0) + offset + (i === 0 ? 0 : 1)] ?? 0))
  const diagonal = (offset: number): Float64Array => Float64Array.from(u, (_, i) => entry(i, offset))
  const step = tridiagonal(diagonal(-1), diagonal(0), diagonal(1), residual(u))
  return u.map((x, i) => x - (step[i] ?? 0))
}

const { passes, values, shape } = jacobian(new Float64Array(n))
console.log(`the Jacobian of ${shape.join(' × ')}: ${values.length} entries, passes:`, passes)

let u: Float64Array = new Float64Array(n)
for (let k = 0; k < 5; k++) {
  u = newton(u)
  console.log(`step ${k + 1}: u in the middle     `, u[(n - 1) / 2])
}
