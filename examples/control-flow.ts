/**
 * Loops and branches that have gradients: `scan` runs a step over the rows of an array, `cond` runs
 * one of two branches, `where` chooses entry by entry.
 */
import { add, cond, evaluate, grad, gt, mul, neg, type Scalar, scan, sqrt, square, sub, type Vector, where } from 'wengert'

// A spring: position and speed, pushed by a force at each of n moments, in steps of 0.1.
const path = (stiffness: Scalar, forces: Vector): Scalar => {
  const [{ position }] = scan(
    ({ position, speed }, force) => {
      const acceleration = sub(force, mul(stiffness, position))
      const faster = add(speed, mul(0.1, acceleration))
      return [{ position: add(position, mul(0.1, faster)), speed: faster }, []]
    },
    { position: 1, speed: 0 },
    forces,
  )
  return position
}

const forces = Float64Array.from({ length: 20 }, (_, i) => Math.sin(i / 3))
const end = evaluate(path)

console.log('where the spring ends       ', end(4, forces))
console.log('∂end/∂stiffness             ', grad(path)(4, forces))
console.log('  by a central difference   ', (end(4 + 1e-6, forces) - end(4 - 1e-6, forces)) / 2e-6)
console.log('∂end/∂forces, the first four', grad(path, { argnums: 1 })(4, forces).slice(0, 4))

// One branch runs, and only that one is differentiated. The outer k is seen by both.
const bent = (k: Scalar, x: Scalar): Scalar =>
  cond(
    gt(x, 0),
    (t) => mul(k, square(t)),
    (t) => neg(mul(k, t)),
    x,
  )

console.log('∂bent/∂k, ∂bent/∂x at 3, −2  ', grad(bent, { argnums: [0, 1] })(3, -2))
console.log('∂bent/∂k, ∂bent/∂x at 3, 2   ', grad(bent, { argnums: [0, 1] })(3, 2))

// √x has no derivative below 0; the arm that is not taken cannot spoil the one that is.
const safe = (x: Scalar): Scalar => where(gt(x, 1), sqrt(x), x)

console.log('where(x > 1, √x, x) at −1, 4', grad(safe)(-1), grad(safe)(4))
