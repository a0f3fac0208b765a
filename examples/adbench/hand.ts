/**
 * HAND of ADBench: a skeleton bends the skin of a hand, and the Jacobian of how far the skin is from
 * points that were measured, by the angles of the joints.
 */
import {
  add,
  broadcastTo,
  concatenate,
  cos,
  div,
  einsum,
  type Expr,
  eye,
  full,
  jvp,
  lt,
  matmul,
  type Matrix,
  mul,
  neg,
  outer,
  pad,
  reshape,
  type Scalar,
  sin,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
  take,
  type Tensor,
  unstack,
  type Vector,
  vmap,
  where,
} from 'wengert'

/** Bone 0 is the wrist, 1 + 4f + k is bone k of finger f, the last is the forearm. */
export interface Skeleton {
  /** A parent stands before its children; the wrist's is −1. */
  readonly parents: ReadonlyArray<number>
  /** From each bone to its parent, at rest. */
  readonly relative: Tensor<[number, 4, 4]>
  /** From the hand to each bone, at rest. */
  readonly inverse: Tensor<[number, 4, 4]>
}

/** N points of the skin, each a mixture of C vertices, each of which follows a few bones. */
export interface Skin {
  /** Which bones: N×C×I. */
  readonly bones: Tensor<[number, number, number], 'int32'>
  /** How much each: N×C×I. */
  readonly weights: Tensor<[number, number, number]>
  /** The vertices at rest, with a 1 behind: N×C×4. */
  readonly rest: Tensor<[number, number, 4]>
  /** Where the points were measured: N×3. */
  readonly measured: Tensor<[number, 3]>
}

/** Axis and angle (3), translation (3), and the angles of each finger: bone 1 about x and z, bones 2 and 3 about x. */
export type Pose = Vector<26>

/** For each bone which angle turns it, about x and about z, or the 0 behind them. */
const anglesOf = (bones: number): { readonly x: ReadonlyArray<number>; readonly z: ReadonlyArray<number> } => {
  const none = 26
  const places = Array.from({ length: bones }, (_, bone) => {
    const joint = (bone - 1) % 4
    const first = 6 + bone - 1 - joint
    if (bone === 0 || joint === 0) return { x: none, z: none }
    return joint === 1 ? { x: first, z: first + 1 } : { x: first + joint, z: none }
  })
  return { x: places.map(({ x }) => x), z: places.map(({ z }) => z) }
}

/** What the joint of each bone does, Rz·Rx as a 4×4 matrix; nothing at the wrist, at the roots of the fingers and at the forearm. */
const joints = (bones: number, pose: Pose): Expr<[number, 4, 4]> => {
  const all = concatenate([pose, Float64Array.of(0)])
  const places = anglesOf(bones)
  const [x, z] = [take(all, places.x), take(all, places.z)]
  const [cx, sx, cz, sz] = [cos(x), sin(x), cos(z), sin(z)]
  const [zero, one] = [new Float64Array(bones), new Float64Array(bones).fill(1)]
  const rows = [
    [cz, neg(mul(sz, cx)), mul(sz, sx), zero],
    [sz, mul(cz, cx), neg(mul(cz, sx)), zero],
    [zero, sx, cx, zero],
    [zero, zero, zero, one],
  ]
  return reshape(stack(rows.flat(), 1), [bones, 4, 4])
}

/** I cos θ + K sin θ + vvᵀ(1 − cos θ) about v = r/θ, K the matrix of v×; none where θ is less than 10⁻⁴. */
const handTurn = (axis: readonly [Scalar, Scalar, Scalar]): Matrix<3, 3> => {
  const r = stack(axis)
  const angle = sqrt(sum(square(r)))
  const v = div(r, angle)
  const [x, y, z] = unstack(v)
  const cross = reshape(stack([0, neg(z), y, z, 0, neg(x), neg(y), x, 0]), [3, 3])
  const turned = add([mul(cos(angle), eye(3)), mul(sin(angle), cross), mul(sub(1, cos(angle)), outer(v, v))])
  return where(lt(angle, 1e-4), eye(3), turned)
}

/** The bones by how far they are from the wrist. */
const levelsOf = (parents: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> => {
  const depths = parents.reduce<ReadonlyArray<number>>((done, parent) => done.concat(parent < 0 ? 0 : (done[parent] ?? 0) + 1), [])
  return Array.from({ length: Math.max(...depths) + 1 }, (_, depth) => parents.map((_, bone) => bone).filter((bone) => depths[bone] === depth))
}

/** From each bone to the hand: absolute of the parent · own, one product for all bones of a level. */
const absolutes = (parents: ReadonlyArray<number>, own: Expr<[number, 4, 4]>): Expr<[number, 4, 4]> => {
  const [wrist = [], ...levels] = levelsOf(parents)
  const start = { bones: wrist, frames: take(own, wrist) }
  const { bones, frames } = levels.reduce((done, level) => {
    const above = level.map((bone) => done.bones.indexOf(parents[bone] ?? -1))
    return { bones: [...done.bones, ...level], frames: concatenate([done.frames, matmul(take(done.frames, above), take(own, level))]) }
  }, start)
  return take(
    frames,
    parents.map((_, bone) => bones.indexOf(bone)),
  )
}

/** How each bone moves the skin: turn of the hand · absolute · inverse, where absolute = absolute of the parent · relative · joint. */
const movements = ({ parents, relative, inverse }: Skeleton, pose: Pose): Expr<[number, 3, 4]> => {
  const [r1, r2, r3] = unstack(pose)
  const hand = pad(handTurn([r1, r2, r3]), [
    [0, 0],
    [0, 1],
  ])
  return matmul(hand, matmul(absolutes(parents, matmul(relative, joints(parents.length, pose))), inverse))
}

/** Measured − (movement · rest, over the bones of each corner and its corners, + translation): N×3. */
const misses = (skeleton: Skeleton, { bones, weights, rest, measured }: Skin, shares: Tensor<[number, number]> | Matrix, pose: Pose): Matrix<number, 3> => {
  const skin = einsum('ncb,nc,nck,ncbik->ni', weights, shares, rest, take(movements(skeleton, pose), bones))
  return sub(sub(measured, skin), slice(pose, [3], [6]))
}

/** A column of the Jacobian per entry of the pose: 26×N×3. */
const byPose = (f: (pose: Pose) => Matrix<number, 3>, pose: Pose): Expr<[number, number, 3]> =>
  vmap((p: Pose, along: Pose) => jvp(f, [p], [along])[1], { inAxes: [null, 0] })(pose, eye(26))

/** Points that are vertices (C = 1): how far each is from where it was measured. */
export const simple = (skeleton: Skeleton, skin: Skin): ((pose: Pose) => Matrix<number, 3>) => {
  const whole = full([skin.measured.shape[0], 1], 1)
  return (pose) => misses(skeleton, skin, whole, pose)
}

/** The Jacobian of that, column by column: 26×N×3. */
export const simpleJacobian = (skeleton: Skeleton, skin: Skin): ((pose: Pose) => Expr<[number, number, 3]>) => {
  const f = simple(skeleton, skin)
  return (pose) => byPose(f, pose)
}

/** Where in its triangle each point lies: u₀V₀ + u₁V₁ + (1 − u₀ − u₁)V₂. */
export interface Placed {
  readonly u: Matrix<number, 2>
  readonly pose: Pose
}

/** Points in triangles (C = 3): how far each is from where it was measured. */
export const complicated =
  (skeleton: Skeleton, skin: Skin) =>
  ({ u, pose }: Placed): Matrix<number, 3> =>
    misses(skeleton, skin, concatenate([u, sub(1, sum(u, { axes: 1, keepdims: true }))], 1), pose)

/** The Jacobian of that, column by column: by the row's own u₀ and u₁, on which no other row depends, then by the pose: 28×N×3. */
export const complicatedJacobian = (skeleton: Skeleton, skin: Skin): ((placed: Placed) => Expr<[number, number, 3]>) => {
  const f = complicated(skeleton, skin)
  return ({ u, pose }) => {
    const [n] = u.shape
    const along = (place: Matrix<number, 2>, direction: Vector<2>): Matrix<number, 3> =>
      jvp((moved: Matrix<number, 2>) => f({ u: moved, pose }), [place], [broadcastTo(direction, [n, 2])])[1]
    const byPlace = vmap(along, { inAxes: [null, 0] })(u, eye(2))
    return concatenate([byPlace, byPose((p) => f({ u, pose: p }), pose)])
  }
}
