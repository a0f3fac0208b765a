/**
 * The normal distribution function and its derivatives in C, as `src/special/normal.ts` has them.
 */
import { farSquare, farScale } from '../../../special/normal.ts'
import type { Functions } from './bits.ts'
import { number } from './table.ts'

export const normal: Functions = {
  w_scaledNormalTail: `static double w_scaledNormalTail(double a) {
  if (a > 60) return 0.0;
  const double z = w_split(a);
  const double rest = w_exp(0.5 * (z - a) * (z + a) + w_erfTailRatio(a * ${number(Math.SQRT1_2)}, 2.0 / (a * a))) / (a * ${number(Math.SQRT2)});
  if (!(a * a > ${number(farSquare)})) return w_exp(-0.5 * z * z - 0.5625) * rest;
  const double root = w_exp(-0.25 * z * z - 0.28125);
  return root * ${number(farScale)} * rest * root;
}`,
  w_scaledNormalCdf: `/* The normal distribution function, times 2^64 beyond 37. */
static double w_scaledNormalCdf(double x) {
  const double a = fabs(x);
  if (a < ${number(1.25 * Math.SQRT2)}) return 0.5 * w_erfc(-x * ${number(Math.SQRT1_2)});
  return x < 0 ? w_scaledNormalTail(a) : (a * a > ${number(farSquare)} ? ${number(farScale)} : 1.0) - w_scaledNormalTail(a);
}`,
  w_scaledNormalRoot: `static double w_scaledNormalRoot(double a) {
  const double z = w_split(a);
  return w_exp(-0.25 * z * z) * w_exp(0.25 * (z - a) * (z + a));
}`,
  w_scaledNormalPdf: `static double w_scaledNormalPdf(double x) {
  const double a = fabs(x);
  if (x * x > ${number(farSquare)}) return a > 60 ? 0.0 : w_scaledNormalRoot(a) * ${number(farScale)} * (0.3989422804014327 * w_scaledNormalRoot(a));
  if (a < 1) return w_exp(-0.5 * x * x) * 0.3989422804014327;
  const double z = w_split(a);
  return w_exp(-0.5 * z * z) * w_exp(0.5 * (z - a) * (z + a)) * 0.3989422804014327;
}`,
  w_scaledNormalPdfDerivative: `static double w_scaledNormalPdfDerivative(int32_t n, double x) {
  const double a = fabs(x);
  if (a > 60) return 0.0;
  const int far = a * a > ${number(farSquare)};
  const double root = far ? w_scaledNormalRoot(a) : 1.0;
  const double z = w_split(a);
  double before = far ? root * ${number(farScale)} : w_exp(-0.5 * z * z) * w_exp(0.5 * (z - a) * (z + a));
  double now = x * before;
  for (int32_t k = 1; k < n; k++) {
    const double next = x * now - k * before;
    before = now;
    now = next;
  }
  return w_alternating(n) * now * (0.3989422804014327 * root);
}`,
}
