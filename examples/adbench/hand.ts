/**
 * HAND of ADBench: a skeleton bends the skin of a hand, and the Jacobian of how far the skin is from
 * points that were measured, by the angles of the joints: derived in a few directions, as many as any one
 * bone depends on.
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
  type IntExpr,
  jvp,
  lt,
  matmul,
  type Matrix,
  mul,
  neg,
  outer,
  reshape,
  scatterAdd,
  type Shape,
  sin,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
  take,
  type Tensor,
  tensor,
  tile,
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

/** The angles of each finger: bone 1 about x and z, bones 2 and 3 about x. */
type Angles = Vector<20>

/** Axis and angle (3), translation (3), and the angles of the fingers. */
export type Pose = Vector<26>

/** For each bone which angle turns it, about x and about z, or the 0 behind them. */
const anglesOf = (bones: number): { readonly x: ReadonlyArray<number>; readonly z: ReadonlyArray<number> } => {
  const none = 20
  const places = Array.from({ length: bones }, (_, bone) => {
    const joint = (bone - 1) % 4
    const first = bone - 1 - joint
    if (bone === 0 || joint === 0) return { x: none, z: none }
    return joint === 1 ? { x: first, z: first + 1 } : { x: first + joint, z: none }
  })
  return { x: places.map(({ x }) => x), z: places.map(({ z }) => z) }
}

/** What the joint of each bone does, Rz·Rx as a 4×4 matrix; nothing at the wrist, at the roots of the fingers and at the forearm. */
const joints = (bones: number, angles: Angles): Expr<[number, 4, 4]> => {
  const all = concatenate([angles, Float64Array.of(0)])
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
const handTurn = (r: Vector<3>): Matrix<3, 3> => {
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

/** How each bone moves the skin, before the hand turns: absolute · inverse, where absolute = absolute of the parent · relative · joint. */
const movements = ({ parents, relative, inverse }: Skeleton, angles: Angles): Expr<[number, 3, 4]> => {
  const own = matmul(relative, joints(parents.length, angles))
  return reshape(slice(matmul(absolutes(parents, own), inverse), [0, 0, 0], [parents.length, 3, 4]), [parents.length, 3, 4])
}

/** The corners of each point, by the bones that move them: N×C×3. */
const corners = ({ bones, weights, rest }: Skin, moved: Expr<[number, 3, 4]>): Expr<[number, number, 3]> =>
  einsum('ncb,nck,ncbik->nci', weights, rest, take(moved, bones))

interface Parts {
  readonly turn: Vector<3>
  readonly shift: Vector<3>
  readonly angles: Angles
}

const partsOf = (pose: Pose): Parts => ({
  turn: reshape(slice(pose, [0], [3]), [3]),
  shift: reshape(slice(pose, [3], [6]), [3]),
  angles: reshape(slice(pose, [6], [26]), [20]),
})

type Shares = Matrix | Tensor<[number, number]>

/** How much of each corner a point has: u₀, u₁ and the rest. */
const sharesOf = (u: Matrix<number, 2>): Matrix<number, 3> => reshape(concatenate([u, sub(1, sum(u, { axes: 1, keepdims: true }))], 1), [u.shape[0], 3])

/** A point that is a vertex has one corner. */
const whole = (skin: Skin): Tensor<[number, number]> => full([skin.measured.shape[0], 1], 1)

/** Measured − (turn · point + shift), each point a mixture of its corners: N×3. */
const misses = (skeleton: Skeleton, skin: Skin, shares: Shares, pose: Pose): Matrix<number, 3> => {
  const { turn, shift, angles } = partsOf(pose)
  const points = einsum('nc,nci->ni', shares, corners(skin, movements(skeleton, angles)))
  return sub(sub(skin.measured, einsum('ij,nj->ni', handTurn(turn), points)), shift)
}

/** Points that are vertices (C = 1): how far each is from where it was measured. */
export const simple =
  (skeleton: Skeleton, skin: Skin) =>
  (pose: Pose): Matrix<number, 3> =>
    misses(skeleton, skin, whole(skin), pose)

/** Where in its triangle each point lies: u₀V₀ + u₁V₁ + (1 − u₀ − u₁)V₂. */
export interface Placed {
  readonly u: Matrix<number, 2>
  readonly pose: Pose
}

/** Points in triangles (C = 3): how far each is from where it was measured. */
export const complicated =
  (skeleton: Skeleton, skin: Skin) =>
  ({ u, pose }: Placed): Matrix<number, 3> =>
    misses(skeleton, skin, sharesOf(u), pose)

// Jacobians --------------------------------------------------------------------------------

/** The derivatives of f at x along each of the directions: an axis behind those of the result. */
const along = <N extends number, const S extends Shape>(f: (x: Vector<N>) => Expr<S>, x: Vector<N>, directions: Tensor<[number, N]>) =>
  vmap((direction: Vector<N>) => jvp(f, [x], [direction])[1], { outAxes: -1 })(directions)

/** The first, second, third and fourth angle, each of all fingers at once: no bone follows two fingers. */
const everyFinger = reshape(tile(eye(4), [1, 5]), [4, 20])

/** Which finger each bone is of; the wrist and the forearm follow no angle, so that any will do for them. */
const fingersOf = (bones: number): Tensor<[number], 'int32'> =>
  tensor(Int32Array.from({ length: bones }, (_, bone) => Math.floor(Math.max(bone - 1, 0) / 4) % 5))

/**
 * By the pose: N×3×26. One direction serves the same angle of all five fingers, and what a bone
 * contributes to a point belongs to the columns of its own finger.
 */
const byPose = (skeleton: Skeleton, skin: Skin, shares: Shares, pose: Pose): Expr<[number, 3, 26]> => {
  const { turn, angles } = partsOf(pose)
  const [n, c, i] = skin.bones.shape
  const points = einsum('nc,nci->ni', shares, corners(skin, movements(skeleton, angles)))
  const byTurn = along((r: Vector<3>) => einsum('ij,nj->ni', neg(handTurn(r)), points), turn, eye(3))
  const byShift = broadcastTo(neg(eye(3)), [n, 3, 3])
  const bent = along((a: Angles) => matmul(neg(handTurn(turn)), movements(skeleton, a)), angles, everyFinger)
  const contributions = reshape(einsum('nc,ncb,nck,ncbikd->nicbd', shares, skin.weights, skin.rest, take(bent, skin.bones)), [n, 3, c * i, 4])
  const fingers = reshape(take(fingersOf(skeleton.parents.length), skin.bones), [n, c * i])
  const byAngle = vmap((own: Expr<[3, number, 4]>, finger: IntExpr<[number]>) => scatterAdd(full([3, 5, 4], 0), finger, own, 1))(contributions, fingers)
  return reshape(concatenate([byTurn, byShift, reshape(byAngle, [n, 3, 20])], 2), [n, 3, 26])
}

/** The Jacobian of the simple objective: N×3×26. */
export const simpleJacobian =
  (skeleton: Skeleton, skin: Skin) =>
  (pose: Pose): Expr<[number, 3, 26]> =>
    byPose(skeleton, skin, whole(skin), pose)

/** The Jacobian of the complicated objective: N×3×28, by the row's own u₀ and u₁, on which no other row depends, then by the pose. */
export const complicatedJacobian =
  (skeleton: Skeleton, skin: Skin) =>
  ({ u, pose }: Placed): Expr<[number, 3, 28]> => {
    const { turn, angles } = partsOf(pose)
    const turned = einsum('ij,ncj->nci', handTurn(turn), corners(skin, movements(skeleton, angles)))
    const byPlace = vmap(
      (direction: Vector<2>) => jvp((place: Matrix<number, 2>) => einsum('nc,nci->ni', sharesOf(place), turned), [u], [broadcastTo(direction, u.shape)])[1],
      { outAxes: -1 },
    )(eye(2))
    return reshape(concatenate([neg(byPlace), byPose(skeleton, skin, sharesOf(u), pose)], 2), [u.shape[0], 3, 28])
  }
