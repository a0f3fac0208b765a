/**
 * Functions of one and two numbers in C, as the primitives and `src/special` have them: what all special functions
 * share, erf and its kin, Lambert's W.
 */
import * as erf from '../../../special/erf.ts'
import * as lambert from '../../../special/lambert.ts'
import type { Functions } from './bits.ts'
import { number, table } from './table.ts'

const shared: Functions = {
  w_polynomial: `static double w_polynomial(const double *c, int32_t n, double x) {
  double sum = 0.0;
  for (int32_t i = n - 1; i >= 0; i--) sum = sum * x + c[i];
  return sum;
}`,
  w_alternating: `static double w_alternating(double n) {
  return n - 2.0 * floor(n / 2.0) == 0 ? 1.0 : -1.0;
}`,
  w_sinPi: `/* sin(pi x), exactly 0 at whole x. */
static double w_sinPi(double x) {
  const double a = fabs(x);
  if (!(a < 9007199254740992.0)) return a == INFINITY ? NAN : x * 0.0;
  const double n = floor(a + 0.5);
  if (a == n) return x * 0.0;
  const double s = w_alternating(n) * w_sin(${number(Math.PI)} * (a - n));
  return x < 0 ? -s : s;
}`,
  w_cosPi: `/* cos(pi x), exactly 0 halfway between whole x. */
static double w_cosPi(double x) {
  const double a = fabs(x);
  if (!(a < 9007199254740992.0)) return a == INFINITY ? NAN : x - x + 1.0;
  const double n = floor(a + 0.5);
  const double r = fabs(a - n);
  return w_alternating(n) * (r < 0.25 ? w_cos(${number(Math.PI)} * r) : w_sin(${number(Math.PI)} * (0.5 - r)));
}`,
  w_kahanLog1p: `/* log(1 + x) without losing small x (Kahan). */
static double w_kahanLog1p(double x) {
  const double u = 1.0 + x;
  return u == 1 ? x : u == INFINITY ? w_log(u) : w_log(u) * (x / (u - 1.0));
}`,
  w_kahanExpm1: `static double w_kahanExpm1(double x) {
  const double u = w_exp(x);
  return u == 1 ? x : u - 1.0 == -1 || u == INFINITY ? u - 1.0 : (u - 1.0) * (x / w_log(u));
}`,
  w_wholePower: `static double w_wholePower(double x, int32_t n) {
  double result = 1.0;
  double square = x;
  for (int32_t rest = n; rest > 0; rest /= 2) {
    if (rest % 2 == 1) result *= square;
    square *= square;
  }
  return result;
}`,
}

const roots: Functions = {
  w_cbrt: `/* FreeBSD's s_cbrt.c (Sun Microsystems, 1993; B. D. Evans, 2005), which engines of JavaScript have: a guess by a third of
   the exponent, a polynomial, and a step of Newton's. */
static double w_cbrt(double x) {
  const uint32_t upper = (uint32_t)(w_bits(x) >> 32);
  const uint32_t sign = upper & 0x80000000u;
  const uint32_t size = upper & 0x7fffffffu;
  if (size >= 0x7ff00000u || x == 0) return x;
  const uint32_t scaled = (uint32_t)(w_bits(18014398509481984.0 * x) >> 32) & 0x7fffffffu;
  const uint32_t third = size < 0x00100000u ? scaled / 3 + 696219795u : size / 3 + 715094163u;
  double t = w_number((uint64_t)(sign | third) << 32);
  double r = t * t * (t / x);
  t = t * (1.87595182427177009643 + r * (-1.88497979543377169875 + r * 1.621429720105354466140) +
           r * r * r * (-0.758397934778766047437 + r * 0.145996192886612446982));
  t = w_number((w_bits(t) + 0x80000000u) & ~(uint64_t)0x3fffffffu);
  r = x / (t * t);
  return t + t * ((r - t) / (t + t + r));
}`,
}

const ofTwo: Functions = {
  w_logaddexp: `static double w_logaddexp(double x, double y) {
  return x == y ? x + ${number(Math.LN2)} : w_max(x, y) + w_log1p(w_exp(-fabs(x - y)));
}`,
  w_xlogy: `static double w_xlogy(double x, double y) {
  return x == 0 && y == y ? 0.0 : x * w_log(y);
}`,
  w_hypot: `/* The length of (x, y), scaled by the larger of the two, as engines of JavaScript have it. */
static double w_hypot(double x, double y) {
  const double a = fabs(x);
  const double b = fabs(y);
  if (a == INFINITY || b == INFINITY) return INFINITY;
  const double size = w_max(a, b);
  if (size == 0 || size != size) return size;
  const double first = a / size * (a / size);
  const double second = b / size * (b / size);
  return sqrt(first + second) * size;
}`,
  w_direction: `/* x / hypot(x, y); 0 at the origin. */
static double w_direction(double x, double y) {
  const double size = w_max(fabs(x), fabs(y));
  if (size == 0) return 0.0;
  if (size == INFINITY) return fabs(x) < size ? 0.0 * x : fabs(y) < size ? copysign(1.0, x) : NAN;
  const double scale = size < ${number(2 ** -1000)} ? ${number(2 ** 200)} : size > ${number(2 ** 1000)} ? ${number(2 ** -200)} : 1.0;
  return x * scale / w_hypot(x * scale, y * scale);
}`,
}

const bell: Functions = {
  w_erfNear: `static double w_erfNear(double x) {
${table('top', erf.nearZeroTop)}
${table('bottom', erf.nearZeroBottom)}
  const double z = x * x;
  return w_polynomial(top, ${erf.nearZeroTop.length}, z) / w_polynomial(bottom, ${erf.nearZeroBottom.length}, z);
}`,
  w_erfOne: `static double w_erfOne(double s) {
${table('top', erf.nearOneTop)}
${table('bottom', erf.nearOneBottom)}
  return w_polynomial(top, ${erf.nearOneTop.length}, s) / w_polynomial(bottom, ${erf.nearOneBottom.length}, s);
}`,
  w_erfTailRatio: `/* By which the logarithm of erfc a, a >= 1.25, is more than -a * a - 0.5625 - log a; s = 1 / a^2 */
static double w_erfTailRatio(double a, double s) {
${table('middleTop', erf.middleTop)}
${table('middleBottom', erf.middleBottom)}
${table('outerTop', erf.outerTop)}
${table('outerBottom', erf.outerBottom)}
  return a < 1.0 / 0.35
    ? w_polynomial(middleTop, ${erf.middleTop.length}, s) / w_polynomial(middleBottom, ${erf.middleBottom.length}, s)
    : w_polynomial(outerTop, ${erf.outerTop.length}, s) / w_polynomial(outerBottom, ${erf.outerBottom.length}, s);
}`,
  w_erfTail: `/* erfc a for a >= 1.25 */
static double w_erfTail(double a) {
  if (a > 28) return 0.0;
  const double z = w_split(a);
  return w_exp(-z * z - 0.5625) * w_exp((z - a) * (z + a) + w_erfTailRatio(a, 1.0 / (a * a))) / a;
}`,
  w_erf: `static double w_erf(double x) {
  const double a = fabs(x);
  if (a < 0.84375) return a < ${number(2 ** -28)} ? x + 1.28379167095512586316e-1 * x : x + x * w_erfNear(x);
  const double y = a < 1.25 ? ${number(erf.atOne)} + w_erfOne(a - 1.0) : 1.0 - w_erfTail(a);
  return x < 0 ? -y : y;
}`,
  w_erfc: `static double w_erfc(double x) {
  const double a = fabs(x);
  if (a < 0.84375) {
    const double r = x * w_erfNear(x);
    return x < 0.25 ? 1.0 - (x + r) : 0.5 - (r + (x - 0.5));
  }
  if (a < 1.25) return x < 0 ? 1.0 + (${number(erf.atOne)} + w_erfOne(a - 1.0)) : 1.0 - ${number(erf.atOne)} - w_erfOne(a - 1.0);
  return x < 0 ? 2.0 - w_erfTail(a) : w_erfTail(a);
}`,
  w_gaussianRoot: `static double w_gaussianRoot(double a) {
  const double z = w_split(a);
  return w_exp(-0.5 * z * z) * w_exp(0.5 * (z - a) * (z + a));
}`,
  w_gaussian: `static double w_gaussian(double x) {
  const double a = fabs(x);
  if (a > 40) return 0.0;
  if (a > 26) return w_gaussianRoot(a) * w_gaussianRoot(a);
  const double z = w_split(a);
  return w_exp(-z * z) * w_exp((z - a) * (z + a));
}`,
  w_gaussianDerivative: `static double w_gaussianDerivative(int32_t n, double x) {
  const double a = fabs(x);
  if (n == 0 || a > 40) return w_gaussian(x);
  const double rest = a > 26 ? w_gaussianRoot(a) : 1.0;
  double before = a > 26 ? w_gaussianRoot(a) : w_gaussian(x);
  double now = 2.0 * x * before;
  for (int32_t k = 1; k < n; k++) {
    const double next = 2.0 * (x * now - k * before);
    before = now;
    now = next;
  }
  return w_alternating(n) * now * rest;
}`,
}

/** The greatest order of a derivative of W in C, where tables have a fixed length. */
export const mostOfLambert = 64

const lambertW: Functions = {
  w_lambertEdge: `/* 1 + W from -1/e to -0.2 */
static double w_lambertEdge(double x) {
${table('branch', lambert.branch)}
${table('gap', lambert.gap)}
  const double edge = ${number(lambert.edge)};
  const double q = x == -edge ? 0.0 : ${number(Math.E)} * (x + edge + ${number(lambert.edgeRest)});
  if (q <= 0) return q == 0 ? 0.0 : NAN;
  double v = w_polynomial(branch, ${lambert.branch.length}, sqrt(2.0 * q));
  for (int32_t k = 0; k < 3; k++) v -= (v * v * w_polynomial(gap, ${lambert.gap.length}, v) - q) / (v * w_exp(v));
  return v;
}`,
  w_lambertRegular: `static double w_lambertRegular(double x) {
  double w;
  if (fabs(x) < 1e-17 || x == INFINITY) return x;
  if (x < 3) w = x * (1.0 + 4.0 / 3.0 * x) / (1.0 + x * (7.0 / 3.0 + 5.0 / 6.0 * x));
  else {
    const double l = w_log(x);
    const double ll = w_log(l);
    w = l - ll + ll / l;
  }
  for (int32_t k = 0; k < 3; k++) {
    const double z = w_log(x / w) - w;
    const double q = 2.0 * (1.0 + w) * (1.0 + w + 2.0 / 3.0 * z);
    w *= 1.0 + z / (1.0 + w) * ((q - z) / (q - 2.0 * z));
  }
  return w;
}`,
  w_lambertW: `static double w_lambertW(double x) {
  return x < -0.2 ? w_lambertEdge(x) - 1.0 : w_lambertRegular(x);
}`,
  w_lambertWDerivative: `/* The n-th derivative of W, for n from 1 to ${mostOfLambert} */
static double w_lambertWDerivative(int32_t n, double x) {
  double p[${mostOfLambert}] = {1.0};
  if (x == INFINITY) return 0.0;
  const double w = w_lambertW(x);
  const double v = x < -0.2 ? w_lambertEdge(x) : 1.0 + w;
  for (int32_t m = 1; m < n; m++)
    for (int32_t j = m; j >= 0; j--) p[j] = (j > 0 ? -p[j - 1] * m : 0.0) - (j < m ? p[j] * (2.0 * m - 1.0 - j) : 0.0);
  const double slope = (fabs(w) < 1 ? w_exp(-w) : w / x) / v;
  double result = 0.0;
  for (int32_t j = 0; j < n; j++) result = v > 1 ? result * (1.0 / v) + p[j] : result * v + p[n - 1 - j];
  for (int32_t m = 0; m < n; m++) result *= v > 1 || m == 0 ? slope : slope / v;
  return result;
}`,
}

export const special: Functions = { ...shared, ...roots, ...ofTwo, ...bell, ...lambertW }
