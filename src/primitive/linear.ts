/**
 * Linear algebra: every primitive of the family.
 */
import type { Primitive } from '../program/model.ts'
import { choleskyPrimitive } from './linear-cholesky.ts'
import { cofactorDerivativePrimitive, cofactorPrimitive } from './linear-cofactor.ts'
import { eighPrimitive, eigvalshPrimitive } from './linear-eigen.ts'
import { expmFrechetPrimitive, expmPrimitive } from './linear-exponential.ts'
import { luPrimitive } from './linear-lu.ts'
import { qrPrimitive } from './linear-qr.ts'
import { detPrimitive, slogdetPrimitive, solvePrimitive } from './linear-solve.ts'
import { pinvPrimitive, svdPrimitive, svdvalsPrimitive } from './linear-svd.ts'
import { lowerSolvePrimitive, upperSolvePrimitive } from './linear-triangular.ts'

export const linear: ReadonlyArray<Primitive> = [
  lowerSolvePrimitive,
  upperSolvePrimitive,
  choleskyPrimitive,
  solvePrimitive,
  cofactorPrimitive,
  cofactorDerivativePrimitive,
  detPrimitive,
  slogdetPrimitive,
  luPrimitive,
  qrPrimitive,
  eighPrimitive,
  eigvalshPrimitive,
  svdPrimitive,
  svdvalsPrimitive,
  pinvPrimitive,
  expmPrimitive,
  expmFrechetPrimitive,
]
