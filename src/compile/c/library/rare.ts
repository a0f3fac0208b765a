/**
 * What the elementary functions leave to others: arguments beyond their range, as `src/elementary/rare.ts` and
 * `reduction.ts` have them, with the same bits.
 */
import { digits } from '../../../elementary/reduction.ts'
import type { Functions } from './bits.ts'

const logarithm = (name: string): string => `static double w_${name}Rare(double x) {
  if (x == 0) return -INFINITY;
  if (!(x > 0)) return NAN;
  if (x == INFINITY) return x;
  return x < 2.2250738585072014e-308 ? w_${name}Scaled(x * 18014398509481984.0, -54.0) : w_${name}Scaled(x, 0.0);
}`

export const rare: Functions = {
  w_logRare: logarithm('log'),
  w_log2Rare: logarithm('log2'),
  w_log10Rare: logarithm('log10'),
  w_log1pRare: `static double w_log1pRare(double x) {
  return x == -1 ? -INFINITY : x < -1 ? NAN : w_logRare(x);
}`,
  w_split: `static double w_split(double x) {
  const double t = x * 134217729.0;
  return t - (t - x);
}`,
  w_reduction: `/* A number of quarter turns, as a count, and the rest as high - excess. */
typedef struct {
  double quarters, high, excess;
} w_reduction;`,
  w_scaled: `static double w_scaled(double x, double k) {
  return w_lift(x, 6755399441055744.0 + k);
}`,
  w_reduced: `/* Huge angles, after M. H. Payne and R. N. Hanek (1983), in digits of 24 bits of 2/pi. */
static w_reduction w_reduced(double x) {
  static const double digits[] = {
    ${digits
      .map((digit) => `${digit}.0`)
      .join(', ')
      .replace(/(.{1,110}), /g, '$1,\n    ')}};
  const double base = 16777216.0;
  const double e = w_exponent(x) - 53.0;
  const double m = w_scaled(x, -e);
  const double lowest = fmod(m, base);
  const double middle = fmod(floor(m / base), base);
  const double highest = floor(m / base / base);
  const double place = floor((e - 2.0) / 24.0);
  const int32_t first = place > -2.0 ? (int32_t)place : -2;
  double column[9];
  double carry = 0.0;
  for (int32_t i = 8; i >= 0; i--) {
    double digit[3];
    for (int32_t k = 0; k < 3; k++) {
      const int32_t d = first + i + k;
      digit[k] = d >= 0 && d < ${digits.length} ? digits[d] : 0.0;
    }
    const double total = lowest * digit[0] + middle * digit[1] + highest * digit[2] + carry;
    carry = floor(total / base);
    column[i] = total - carry * base;
  }
  const double weight = e - 24.0 * (first + 1);
  const double leading = w_scaled(column[0], weight);
  double high = leading - 4.0 * floor(leading / 4.0);
  const double next = w_scaled(column[1], weight - 24.0);
  const double n = floor(high + next + 0.5);
  double low = 0.0;
  high -= n;
  for (int32_t i = 1; i < 9; i++) {
    const double y = w_scaled(column[i], weight - 24.0 * i);
    const double sum = high + y;
    const double y1 = sum - high;
    low += high - (sum - y1) + (y - y1);
    high = sum;
  }
  const double h = high + low;
  const double l = high - h + low;
  const double halfPi = 1.5707963267948966;
  const double p = h * halfPi;
  const double a = w_split(h);
  const double b = w_split(halfPi);
  const double c = h - a;
  const double d = halfPi - b;
  const double rest = a * b - p + a * d + c * b + c * d + (h * 6.123233995736766e-17 + l * halfPi);
  w_reduction result;
  result.quarters = 6755399441055744.0 + n;
  result.high = p + rest;
  result.excess = p + rest - p - rest;
  return result;
}`,
  w_sineFrom: `/* sin(|x| + turns * pi / 2) */
static double w_sineFrom(double x, double turns) {
  const double a = fabs(x);
  if (!(a < INFINITY)) return NAN;
  const w_reduction r = w_reduced(a);
  return w_sinOf(r.quarters + turns, r.high, r.excess);
}`,
  w_sinRare: `static double w_sinRare(double x) {
  return x < 0 ? -w_sineFrom(x, 0.0) : w_sineFrom(x, 0.0);
}`,
  w_cosRare: `static double w_cosRare(double x) {
  return w_sineFrom(x, 1.0);
}`,
  w_tanRare: `static double w_tanRare(double x) {
  const double a = fabs(x);
  if (!(a < INFINITY)) return NAN;
  const w_reduction r = w_reduced(a);
  const double t = w_tanOf(r.quarters, r.high, r.excess);
  return x < 0 ? -t : t;
}`,
}
