/**
 * The gamma function and its kin in C, as `src/special` has them.
 */
import * as digamma from '../../../special/digamma.ts'
import * as gamma from '../../../special/gamma.ts'
import * as lgamma from '../../../special/lgamma.ts'
import type { Functions } from './bits.ts'
import { number, table } from './table.ts'

/** `w_polynomial` over a table of these numbers, and the table. */
const over = (name: string, of: ReadonlyArray<number>, x: string): string => `w_polynomial(${name}, ${of.length}, ${x})`

export const gammas: Functions = {
  w_gammaPrimary: `/* Gamma(2 + f) for f from 0 to 1 */
static double w_gammaPrimary(double f) {
${table('top', gamma.top)}
${table('bottom', gamma.bottom)}
  return ${over('top', gamma.top, 'f')} / ${over('bottom', gamma.bottom, 'f')};
}`,
  w_gammaScaled: `/* Gamma(x) * 2^-600 for x from 0 to 300 */
static double w_gammaScaled(double x) {
  const double scale = ${number(2 ** -600)};
  if (x < 1) return scale * (w_gammaPrimary(x) / (1.0 + x)) / x;
  if (x < 2) return scale * (w_gammaPrimary(x - 1.0) / x);
  const double n = floor(x);
  double high = scale;
  double low = 0.0;
  for (double k = 1.0; k <= n - 2.0; k++) {
    const double factor = x - k;
    const double product = high * factor;
    const double h = w_split(high);
    const double f = w_split(factor);
    const double error = h * f - product + h * (factor - f) + (high - h) * f + (high - h) * (factor - f);
    low = low * factor + error;
    high = product;
  }
  return (high + low) * w_gammaPrimary(x - n);
}`,
  w_gamma: `static double w_gamma(double x) {
  const double scale = ${number(2 ** -600)};
  if (x == 0) return 1.0 / x;
  if (x > 0) return x > 172 ? INFINITY : w_gammaScaled(x) / scale;
  if (!(floor(x) < x)) return NAN;
  if (x > -1) return w_gammaPrimary(1.0 + x) / (2.0 + x) / (1.0 + x) / x;
  if (x < -190) return w_alternating(floor(x)) * 0.0;
  return -${number(Math.PI)} / (x * w_sinPi(x) * w_gammaScaled(-x)) * scale;
}`,
  w_stirlingRest: `static double w_stirlingRest(double x) {
${table('terms', lgamma.stirlingTerms)}
  return ${over('terms', lgamma.stirlingTerms, '1.0 / (x * x)')} / x;
}`,
  w_lgammaLow: `/* for x from 2^-56 to 2 */
static double w_lgammaLow(double x) {
${table('odds', lgamma.belowTwoOdd)}
${table('evens', lgamma.belowTwoEven)}
${table('around0', lgamma.around0)}
${table('around1', lgamma.around1)}
${table('around2', lgamma.around2)}
${table('top', lgamma.aboveOneTop)}
${table('bottom', lgamma.aboveOneBottom)}
  const double minimum = ${number(lgamma.minimum)};
  const double shift = x <= 0.9 ? 1.0 : 0.0;
  const double r = x <= 0.9 ? -w_log(x) : 0.0;
  if (x >= minimum - shift + 0.27) {
    const double y = 2.0 - shift - x;
    const double z = y * y;
    return r + (y * ${over('odds', lgamma.belowTwoOdd, 'z')} + z * ${over('evens', lgamma.belowTwoEven, 'z')} - 0.5 * y);
  }
  if (x >= minimum - shift - 0.23) {
    const double y = x - (minimum - shift);
    const double z = y * y;
    const double w = z * y;
    const double p = ${over('around1', lgamma.around1, 'w')} + y * ${over('around2', lgamma.around2, 'w')};
    return r + (${number(lgamma.least)} + (z * ${over('around0', lgamma.around0, 'w')} - (${number(lgamma.leastTail)} - w * p)));
  }
  const double y = x - 1.0 + shift;
  return r + (-0.5 * y + y * ${over('top', lgamma.aboveOneTop, 'y')} / ${over('bottom', lgamma.aboveOneBottom, 'y')});
}`,
  w_lgammaPositive: `static double w_lgammaPositive(double x) {
${table('top', lgamma.primaryTop)}
${table('bottom', lgamma.primaryBottom)}
  if (x < ${number(2 ** -56)}) return -w_log(x);
  if (x == 1 || x == 2) return 0.0;
  if (x < 2) return w_lgammaLow(x);
  if (x < 8) {
    const double n = floor(x);
    const double y = x - n;
    const double r = 0.5 * y + y * ${over('top', lgamma.primaryTop, 'y')} / ${over('bottom', lgamma.primaryBottom, 'y')};
    double product = 1.0;
    for (double k = n - 1.0; k >= 2.0; k--) product *= y + k;
    return n > 2 ? r + w_log(product) : r;
  }
  const double t = w_log(x);
  return x < ${number(2 ** 56)} ? (x - 0.5) * (t - 1.0) + (${number(lgamma.halfLogTwoPiLess)} + w_stirlingRest(x)) : x * (t - 1.0);
}`,
  w_lgamma: `static double w_lgamma(double x) {
  const double a = fabs(x);
  if (x != x) return x;
  if (a == INFINITY || a == 0) return INFINITY;
  if (x > 0 || a < ${number(2 ** -56)}) return w_lgammaPositive(a);
  const double s = fabs(w_sinPi(a));
  return s == 0 ? INFINITY : w_log(${number(Math.PI)} / (s * a)) - w_lgammaPositive(a);
}`,
  w_digammaRoot: `static double w_digammaRoot(double x) {
${table('top', digamma.top)}
${table('bottom', digamma.bottom)}
  const double g = x - ${number(digamma.root1)} - ${number(digamma.root2)} - ${number(digamma.root3)};
  return g * ${number(digamma.offset)} + g * (${over('top', digamma.top, 'x - 1.0')} / ${over('bottom', digamma.bottom, 'x - 1.0')});
}`,
  w_digammaPositive: `static double w_digammaPositive(double x) {
${table('series', digamma.series)}
  if (x >= 10) {
    const double z = 1.0 / (x * x);
    return w_log(x) - (0.5 / x + z * ${over('series', digamma.series, 'z')});
  }
  if (x < 1) return w_digammaRoot(x + 1.0) - 1.0 / x;
  double y = x;
  double sum = 0.0;
  while (y > 2) {
    y -= 1.0;
    sum += 1.0 / y;
  }
  return w_digammaRoot(y) + sum;
}`,
  w_digamma: `static double w_digamma(double x) {
  if (x == 0) return -1.0 / x;
  if (x > 0) return w_digammaPositive(x);
  if (!(floor(x) < x)) return NAN;
  return x > -1 ? w_digammaPositive(1.0 + x) - 1.0 / x : w_digammaPositive(1.0 - x) - ${number(Math.PI)} * w_cosPi(x) / w_sinPi(x);
}`,
  w_betaCorrection: `static double w_betaCorrection(double a, double b, double s) {
  const double t = s - a;
  const double rounding = a - (s - t) + (b - t);
  return rounding == 0 ? 1.0 : 1.0 - rounding * w_digamma(s);
}`,
  w_betaPositive: `/* for a >= b > 0 */
static double w_betaPositive(double a, double b) {
  const double s = a + b;
  if (a == INFINITY) return 0.0;
  if (s <= 171) return w_gammaScaled(a) / w_gammaScaled(s) * w_gamma(b) * w_betaCorrection(a, b, s);
  const double l = w_kahanLog1p(b / a);
  if (b < 10) return w_gamma(b) * w_exp(b - (a - 0.5) * l - b * w_log(s) + (w_stirlingRest(a) - w_stirlingRest(s)));
  const double powers = w_exp(-a * l - b * w_kahanLog1p(a / b) + (w_stirlingRest(a) + w_stirlingRest(b) - w_stirlingRest(s)));
  return powers * sqrt(2.0 * ${number(Math.PI)} * (1.0 + b / a) / b);
}`,
  w_isPole: `static int w_isPole(double x) {
  return x <= 0 && floor(x) == x;
}`,
  w_gammaSign: `static double w_gammaSign(double x) {
  return x > 0 ? 1.0 : w_alternating(floor(x));
}`,
  w_beta: `static double w_beta(double p, double q) {
  const double a = p < q ? q : p;
  const double b = p < q ? p : q;
  const double s = a + b;
  if (b > 0) return w_betaPositive(a, b);
  if (a == 0 || b == 0) return a == 0 && b == 0 ? 1.0 / a + 1.0 / b : w_isPole(a == 0 ? b : a) ? NAN : 1.0 / (a == 0 ? a : b);
  if (s != s || w_isPole(a) || w_isPole(b)) return NAN;
  if (w_isPole(s)) return 0.0;
  if (fabs(a) < 100 && fabs(b) < 100) return w_gamma(a) / w_gamma(s) * w_gamma(b) * w_betaCorrection(a, b, s);
  return w_gammaSign(a) * w_gammaSign(b) * w_gammaSign(s) * w_exp(w_lgamma(a) - w_lgamma(s) + w_lgamma(b));
}`,
}
