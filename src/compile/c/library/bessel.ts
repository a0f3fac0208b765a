/**
 * Bessel functions of any order in C, as `src/special` has them.
 */
import { fieldOf } from '../../../entry.ts'
import * as bessel from '../../../special/bessel.ts'
import type { Functions } from './bits.ts'
import { number, table } from './table.ts'

/** `return` of J₀ or J₁ beyond 8, and its tables. */
const ratio = (top: string, bottom: string, x: string, of: { readonly [name: string]: ReadonlyArray<number> }): string =>
  `(w_polynomial(${top}, ${fieldOf(of, top).length}, ${x}) / w_polynomial(${bottom}, ${fieldOf(of, bottom).length}, ${x}))`

const tables = (of: { readonly [name: string]: ReadonlyArray<number> }): string =>
  Object.entries(of)
    .map(([name, numbers]) => table(name, numbers))
    .join('\n')

const zero = {
  top2: bessel.zeroTop2,
  bottom2: bessel.zeroBottom2,
  top4: bessel.zeroTop4,
  bottom4: bessel.zeroBottom4,
  top8: bessel.zeroTop8,
  bottom8: bessel.zeroBottom8,
  cosTop: bessel.zeroCosTop,
  cosBottom: bessel.zeroCosBottom,
  sinTop: bessel.zeroSinTop,
  sinBottom: bessel.zeroSinBottom,
}
const one = {
  top2: bessel.oneTop2,
  bottom2: bessel.oneBottom2,
  top4: bessel.oneTop4,
  bottom4: bessel.oneBottom4,
  top8: bessel.oneTop8,
  bottom8: bessel.oneBottom8,
  cosTop: bessel.oneCosTop,
  cosBottom: bessel.oneCosBottom,
  sinTop: bessel.oneSinTop,
  sinBottom: bessel.oneSinBottom,
}

export const bessels: Functions = {
  w_besselJ0: `static double w_besselJ0(double x) {
${tables(zero)}
  const double a = fabs(x);
  const double z = a * a;
  if (a == INFINITY) return 0.0;
  if (a < 1) return 1.0 + z * (${ratio('top2', 'bottom2', 'z', zero)} - 0.25);
  if (a < 2) return (1.0 + a / 2.0) * (1.0 - a / 2.0) + z * ${ratio('top2', 'bottom2', 'z', zero)};
  if (a <= 4) return (a + 2.4048255576957727686) * (a - 616.0 / 256.0 - -1.42444230422723137837e-3) * ${ratio('top4', 'bottom4', 'z', zero)};
  if (a <= 8) return (a + 5.5200781102863106496) * (a - 1413.0 / 256.0 - 5.46860286310649596604e-4) * ${ratio('top8', 'bottom8', '1.0 - z / 64.0', zero)};
  const double y = 8.0 / a;
  const double s = w_sin(a);
  const double c = w_cos(a);
  const double p = ${ratio('cosTop', 'cosBottom', 'y * y', zero)};
  const double q = ${ratio('sinTop', 'sinBottom', 'y * y', zero)};
  return (p * (c + s) - y * q * (s - c)) / (${number(bessel.rootOfPi)} * sqrt(a));
}`,
  w_besselJ1: `static double w_besselJ1(double x) {
${tables(one)}
  const double a = fabs(x);
  const double z = a * a;
  if (a == INFINITY) return 0.0;
  if (a < 2) return 0.5 * x + x * ${ratio('top2', 'bottom2', 'z', one)};
  if (a <= 4) return x * (a + 3.8317059702075123156) * (a - 981.0 / 256.0 - -3.2527979248768438556e-4) * ${ratio('top4', 'bottom4', 'z', one)};
  if (a <= 8) return x * (a + 7.0155866698156187535) * (a - 1796.0 / 256.0 - -3.833018438124646295e-5) * ${ratio('top8', 'bottom8', 'z', one)};
  const double y = 8.0 / a;
  const double s = w_sin(a);
  const double c = w_cos(a);
  const double p = ${ratio('cosTop', 'cosBottom', 'y * y', one)};
  const double q = ${ratio('sinTop', 'sinBottom', 'y * y', one)};
  const double value = (p * (s - c) + y * q * (s + c)) / (${number(bessel.rootOfPi)} * sqrt(a));
  return x < 0 ? -value : value;
}`,
  w_recurred: `/* Order n > 0 of a family from its first two, f(k + 1) = (2k + shift) / x * f(k) - f(k - 1): upwards to x, downwards beyond. */
static double w_recurred(int32_t n, double x, double first, double second, double shift) {
  const double large = ${number(2 ** 500)};
  if (n <= x) {
    double before = first;
    double now = second;
    for (int32_t k = 1; k < n; k++) {
      const double next = (2.0 * k + shift) / x * now - before;
      before = now;
      now = next;
    }
    return now;
  }
  double above = 0.0;
  double now = 1.0;
  double at = 0.0;
  for (int32_t k = n + (int32_t)floor(4.0 * sqrt((double)n)) + 24; k > 0; k--) {
    if (k == n) at = now;
    const double next = (2.0 * k + shift) / x * now - above;
    above = now;
    now = next;
    if (fabs(now) > large) {
      above /= large;
      now /= large;
      at /= large;
    }
  }
  return fabs(first) > fabs(second) ? first * (at / now) : second * (at / above);
}`,
  w_ascending: `/* The ascending series of order n in steps of x / (step * k + offset) */
static double w_ascending(int32_t n, double x, double step, double offset, double b, double z) {
  double leading = 1.0;
  int32_t low = 1;
  int32_t high = n;
  while (low <= high && leading != 0) leading *= x / (step * (leading > 1 ? high-- : low++) + offset);
  double sum = 0.0;
  double term = 1.0;
  for (int32_t k = 1; k <= 30 && term != 0; k++) {
    sum += term;
    term *= -z / (k * (b + k));
  }
  return leading * sum;
}`,
  w_besselJ: `static double w_besselJ(int32_t order, double x) {
  const int32_t n = order < 0 ? -order : order;
  const double flip = order < 0 ? w_alternating(n) : 1.0;
  const double a = fabs(x);
  if (n == 0) return w_besselJ0(x);
  if (n == 1) return flip * w_besselJ1(x);
  if (x != x) return x;
  if (a == INFINITY) return flip * 0.0;
  const double sign = flip * (x < 0 ? w_alternating(n) : 1.0);
  if (a * a <= 2.0 * (n + 1.0)) return sign * w_ascending(n, a / 2.0, 1.0, 0.0, n, a / 2.0 * (a / 2.0));
  return sign * w_recurred(n, a, w_besselJ0(a), w_besselJ1(a), 0.0);
}`,
  w_sinc: `static double w_sinc(double x) {
  if (x == 0) return 1.0;
  return fabs(x) == INFINITY ? 0.0 : w_sinPi(x) / (${number(Math.PI)} * x);
}`,
  w_sphericalJ: `static double w_sphericalJ(int32_t n, double x) {
  const double a = fabs(x);
  if (n == 0) return w_sinc(x);
  if (x != x) return x;
  if (a == INFINITY) return 0.0;
  const double sign = x < 0 ? w_alternating(n) : 1.0;
  const double z = ${number(Math.PI)} * a;
  if (z * z <= 2.0 * n + 3.0) return sign * w_ascending(n, z, 2.0, 1.0, n + 0.5, z / 2.0 * (z / 2.0));
  const double first = w_sinc(a);
  return sign * w_recurred(n, z, first, (first - w_cosPi(a)) / z, 1.0);
}`,
}
