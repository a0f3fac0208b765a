/**
 * Bessel functions and derivatives of the gamma function, of any order, in C, as `src/special` has them.
 */
import * as bessel from '../../../special/bessel.ts'
import { bernoulli } from '../../../special/polygamma.ts'
import type { Functions } from './bits.ts'
import { number, table } from './table.ts'

/** `return` of J₀ or J₁ beyond 8, and its tables. */
const ratio = (top: string, bottom: string, x: string, of: { readonly [name: string]: ReadonlyArray<number> }): string =>
  `(w_polynomial(${top}, ${of[top]?.length ?? 0}, ${x}) / w_polynomial(${bottom}, ${of[bottom]?.length ?? 0}, ${x}))`

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

const besselFunctions: Functions = {
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

const polygammas: Functions = {
  w_factorialOver: `/* p! / x^q, its factors taken so that nothing overflows on the way. */
static double w_factorialOver(int32_t p, int32_t q, double x) {
  double result = 1.0;
  int32_t k = 2;
  int32_t left = q;
  while (k <= p || left > 0) {
    if (k <= p && (result < 1e15 || left == 0 || x <= 1)) result *= k++;
    else {
      result /= x;
      left--;
    }
  }
  return result;
}`,
  w_polygammaBracket: `static double w_polygammaBracket(double n, double y) {
${table('bernoulli', bernoulli)}
  const double z = 1.0 / y;
  double sum = 0.5 * n * z;
  double factor = 1.0;
  for (int32_t i = 1; i <= ${bernoulli.length}; i++) {
    const double j = i;
    factor *= (n + 2.0 * j - 2.0) * z / (2.0 * j - 1.0) * ((n + 2.0 * j - 1.0) * z / (2.0 * j));
    sum += factor * bernoulli[i - 1];
  }
  return 1.0 + sum;
}`,
  w_polygammaPositive: `static double w_polygammaPositive(int32_t n, double x) {
  const double from = n + 10.0;
  if (x >= from) return w_factorialOver(n - 1, n, x) * w_polygammaBracket(n, x);
  const double steps = floor(from - x) + 1.0;
  const double y = x + steps;
  double rest = w_wholePower(x / y, n) * (x / n) * w_polygammaBracket(n, y);
  const double far = x * w_exp(40.0 / (n + 1.0)) + 1.0;
  const double last = far < steps - 1.0 ? floor(far) : steps - 1.0;
  for (double k = last; k >= 1.0; k--) rest += w_wholePower(x / (x + k), n + 1);
  return w_factorialOver(n, n + 1, x) * (1.0 + rest);
}`,
  w_cotangent: `/* (-1)^n pi times the n-th derivative of cot(pi x) */
static double w_cotangent(int32_t n, double x) {
  double q[172] = {1.0};
  const double c = w_cosPi(x);
  const double s = w_sinPi(x);
  if (c == 0 && n % 2 == 0) return 0.0;
  if (n > 170) return (n % 2 == 0 ? c * s : 1.0) * INFINITY;
  for (int32_t m = 1; m < n; m++) {
    double next[172] = {0.0};
    for (int32_t j = 0; j < m; j++) {
      next[j + 1] += q[j] * (m + 1 - j);
      if (j > 0) next[j - 1] += q[j] * j;
    }
    memcpy(q, next, sizeof q);
  }
  double sum = 0.0;
  for (int32_t j = n - 1; j >= 0; j--) sum = sum * c + q[j];
  double result = sum;
  for (int32_t m = 0; m <= n; m++) result *= ${number(Math.PI)} / s;
  return result;
}`,
  w_polygamma: `static double w_polygamma(int32_t n, double x) {
  if (n == 0) return w_digamma(x);
  const double sign = -w_alternating(n);
  if (x == INFINITY) return sign * 0.0;
  if (x > 0) return sign * w_polygammaPositive(n, x);
  if (x == 0) return n % 2 == 1 ? INFINITY : -1.0 / x;
  if (x != x || x == -INFINITY) return NAN;
  if (floor(x) == x) return n % 2 == 1 ? INFINITY : NAN;
  return -w_polygammaPositive(n, 1.0 - x) - w_alternating(n) * w_cotangent(n, x);
}`,
}

const differences: Functions = {
  w_polygammaTail: `static double w_polygammaTail(int32_t n, double y, double h) {
${table('bernoulli', bernoulli)}
  const double u = 1.0 / y;
  const double v = 1.0 / (y + h);
  const double d = h * v * u;
  double sum = n == 0 ? w_kahanLog1p(h / y) : 0.0;
  double difference = d;
  double power = 1.0;
  double weight = 1.0;
  for (int32_t m = 2; m <= n; m++) weight *= m - 1;
  for (int32_t m = 1; m <= n + ${2 * bernoulli.length}; m++) {
    const int32_t j = m - n;
    if (j > 0) weight *= m == 1 ? 1.0 : (m - 1.0) / j;
    if (j == 0) sum += weight * difference;
    else if (j == 1) sum += 0.5 * weight * difference;
    else if (j > 1 && j % 2 == 0) sum += bernoulli[j / 2 - 1] * weight * difference;
    power *= u;
    difference = v * difference + power * d;
  }
  return sum;
}`,
  w_polygammaDifference: `/* The difference of the n-th derivatives of digamma at x + h and x */
static double w_polygammaDifference(int32_t n, double x, double h) {
  if (h == 0) return x - x;
  if (!(x > 0 && h > 0 && h < INFINITY && n <= 20)) return w_polygamma(n, x + h) - w_polygamma(n, x);
  double factorial = 1.0;
  for (int32_t k = 2; k <= n; k++) factorial *= k;
  const int32_t steps = x >= n + 10.0 ? 0 : (int32_t)floor(n + 10.0 - x) + 1;
  double sum = w_polygammaTail(n, x + steps, h);
  for (int32_t k = steps - 1; k >= 0; k--) {
    const double u = 1.0 / (x + k);
    const double v = 1.0 / (x + k + h);
    const double d = h * v * u;
    double difference = d;
    double power = 1.0;
    for (int32_t m = 1; m <= n; m++) {
      power *= u;
      difference = v * difference + power * d;
    }
    sum += factorial * difference;
  }
  return w_alternating(n) * sum;
}`,
  w_betaSlope: `/* The n-th derivative of beta by its first argument, by Leibniz on B' = B (digamma(a) - digamma(a + b)) */
static double w_betaSlope(int32_t n, double a, double b) {
  double known[101];
  known[0] = w_beta(a, b);
  for (int32_t m = 1; m <= n; m++) {
    double sum = 0.0;
    double binomial = 1.0;
    for (int32_t p = 0; p < m; p++) {
      sum += binomial * known[m - 1 - p] * -w_polygammaDifference(p, a, b);
      binomial *= (m - 1.0 - p) / (p + 1.0);
    }
    known[m] = sum;
  }
  return known[n];
}`,
}

export const orders: Functions = { ...besselFunctions, ...polygammas, ...differences }
