/**
 * The derivatives of digamma and beta, of any order, in C, as `src/special` has them.
 */
import { bernoulli } from '../../../special/polygamma.ts'
import type { Functions } from './bits.ts'
import { number, table } from './table.ts'

const derivatives: Functions = {
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

export const polygammas: Functions = { ...derivatives, ...differences }
