/**
 * BA of ADBench, bundle adjustment: how far the images of points in cameras are from where they were
 * seen, and the Jacobian of that. A row of it has fifteen entries that are not 0, and only they are
 * computed: the derivative of one observation, over a batch of all.
 */
import {
  add,
  concatenate,
  div,
  grad,
  jacrev,
  type Matrix,
  mul,
  reshape,
  type Scalar,
  square,
  stack,
  sub,
  take,
  type Tensor,
  tree,
  unstack,
  type Vector,
  vmap,
} from 'wengert'
import { minus, rotate, type Triple } from './rotation.ts'

/** n cameras [r(3), C(3), f, u₀(2), κ₁, κ₂]: rotation, centre, focal length, principal point, distortion. */
export interface Scene {
  readonly cameras: Matrix<number, 11>
  readonly points: Matrix<number, 3>
  /** One per observation. */
  readonly weights: Vector
}

/** Which camera saw which point, and where. */
export interface Observations {
  readonly camera: Tensor<[number], 'int32'>
  readonly point: Tensor<[number], 'int32'>
  readonly feature: Tensor<[number, 2]>
}

interface Camera {
  readonly r: Triple
  readonly centre: Triple
  readonly focal: Scalar
  readonly principal: readonly [Scalar, Scalar]
  readonly distortion: readonly [Scalar, Scalar]
}

const cameraOf = (row: Vector<11>): Camera => {
  const [r1, r2, r3, c1, c2, c3, focal, u1, u2, k1, k2] = unstack(row)
  return { r: [r1, r2, r3], centre: [c1, c2, c3], focal, principal: [u1, u2], distortion: [k1, k2] }
}

/** w(p − feature), where Y = rotate(r, X − C), u = Y₁₂/Y₃ and p = u(1 + κ₁|u|² + κ₂|u|⁴)·f + u₀. */
const residual = (camera: Camera, point: Triple, weight: Scalar, feature: readonly [Scalar, Scalar]): readonly [Scalar, Scalar] => {
  const [y1, y2, y3] = rotate(camera.r, minus(point, camera.centre))
  const [u1, u2] = [div(y1, y3), div(y2, y3)]
  const [k1, k2] = camera.distortion
  const radius = add(square(u1), square(u2))
  const zoom = mul(camera.focal, add(1, mul(radius, add(k1, mul(k2, radius)))))
  const image = (u: Scalar, centre: Scalar, seen: Scalar): Scalar => mul(weight, sub(add(mul(u, zoom), centre), seen))
  return [image(u1, camera.principal[0], feature[0]), image(u2, camera.principal[1], feature[1])]
}

/** How far a weight is from ±1, so that to leave out an observation costs something. */
const slack = (weight: Scalar): Scalar => sub(1, square(weight))

/** The residuals of each observation, two by two, and then the slacks: 3p. */
export const residuals =
  ({ camera, point, feature }: Observations) =>
  ({ cameras, points, weights }: Scene): Vector => {
    const seen = vmap((c: Vector<11>, x: Vector<3>, w: Scalar, f: Vector<2>) => stack(residual(cameraOf(c), unstack(x), w, unstack(f))))
    return concatenate([reshape(seen(take(cameras, camera), take(points, point), weights, feature), [-1]), vmap(slack)(weights)])
  }

/**
 * The entries of the Jacobian that are not 0, row by row: by the eleven numbers of the camera, the
 * three of the point, and the weight, for each residual; then the slack's by its weight: 31p.
 */
export const jacobianEntries =
  ({ camera, point, feature }: Observations) =>
  ({ cameras, points, weights }: Scene): Vector => {
    const rows = vmap((c: Vector<11>, x: Vector<3>, w: Scalar, f: Vector<2>) => {
      const byPart = jacrev(residual, { argnums: [0, 1, 2] })(cameraOf(c), unstack(x), w, unstack(f))
      return stack(byPart.map((row) => stack(tree.leaves(row))))
    })
    return concatenate([reshape(rows(take(cameras, camera), take(points, point), weights, feature), [-1]), vmap(grad(slack))(weights)])
  }
