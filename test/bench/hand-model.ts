/**
 * The hand of the yardstick in the layout of the example: only the vertices that are measured, and of
 * each only the bones that move it.
 */
import { complicated, complicatedJacobian, simple, simpleJacobian, type Skeleton, type Skin } from '../../examples/adbench/hand.ts'
import { tensor } from '../../src/index.ts'
import type { DataOf } from './yardstick/inputs.mjs'

type Hand = DataOf['hand']

const range = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

const skeletonOf = ({ bones, parents, relative, inverse }: Hand): Skeleton => ({
  parents: [...parents],
  relative: tensor(relative, [bones, 4, 4]),
  inverse: tensor(inverse, [bones, 4, 4]),
})

const skinOf = ({ complicated: triangular, bones, vertices, N, positions, weights, triangles, corr, points }: Hand): Skin => {
  const corners = triangular ? 3 : 1
  const vertex = (point: number, corner: number): number => (triangular ? (triangles[3 * (corr[point] ?? 0) + corner] ?? 0) : (corr[point] ?? 0))
  const used = range(N).flatMap((point) => range(corners).map((corner) => vertex(point, corner)))
  const weight = (bone: number, v: number): number => weights[bone * vertices + v] ?? 0
  const movers = used.map((v) => range(bones).filter((bone) => weight(bone, v) !== 0))
  const most = Math.max(...movers.map((list) => list.length))
  // Places that are left over have the weight 0.
  const filled = movers.map((list) => [...list, ...range(most - list.length).map(() => 0)])
  const influence = used.flatMap((v, at) => (filled[at] ?? []).map((bone, i) => (i < (movers[at]?.length ?? 0) ? weight(bone, v) : 0)))
  return {
    bones: tensor(Int32Array.from(filled.flat()), [N, corners, most]),
    weights: tensor(Float64Array.from(influence), [N, corners, most]),
    rest: tensor(Float64Array.from(used.flatMap((v) => [...positions.subarray(3 * v, 3 * v + 3), 1])), [N, corners, 4]),
    measured: tensor(points, [N, 3]),
  }
}

/** The errors of the hand and their Jacobian, as functions of the pose, or of the places and the pose. */
export const modelOf = (data: Hand): { readonly objective: unknown; readonly jacobian: unknown } => {
  const [skeleton, skin] = [skeletonOf(data), skinOf(data)]
  return data.complicated
    ? { objective: complicated(skeleton, skin), jacobian: complicatedJacobian(skeleton, skin) }
    : { objective: simple(skeleton, skin), jacobian: simpleJacobian(skeleton, skin) }
}
