/**
 * Powers and their partial derivatives where the kernels leave them to others, and the derivatives of every order, as
 * `src/elementary/rare-power.ts` and `steep.ts` have them, with the same bits.
 */
import type { Functions } from './bits.ts'

const rare = (name: string, i: number, j: number): string => `static double w_${name}Rare(double x, double y) {
  return w_powDerivative(${i}, ${j}, x, y);
}`

export const powers: Functions = {
  w_powRare: `static double w_powRare(double x, double y) {
  const double a = fabs(x);
  const int whole = floor(y) == y;
  const int isOdd = whole && floor(y / 2.0) != y / 2.0 && y - y == 0;
  double size;
  if (x < 0 && x - x == 0 && y - y == 0 && !whole) return NAN;
  if (y == 0) size = 1.0;
  else if (x != x || y != y) size = NAN;
  else if (y - y != 0) size = a == 1 ? NAN : (a > 1) == (y > 0) ? INFINITY : 0.0;
  else if (a == 0 || a == INFINITY) size = (a == 0) == (y > 0) ? 0.0 : INFINITY;
  else if (a == 1) size = 1.0;
  else if (fabs(y) > 3.273390607896142e150) size = (a > 1) == (y > 0) ? INFINITY : 0.0;
  else size = a < 2.2250738585072014e-308 ? w_powFar(a * 18014398509481984.0, -54.0, y) : w_powFar(a, 0.0, y);
  return copysign(1.0, x) < 0 && isOdd ? -size : size;
}`,
  w_pair: `/* A number as the sum of a high and a low one. */
typedef struct {
  double high, low;
} w_pair;`,
  w_pairOf: `static w_pair w_pairOf(double a, double b) {
  w_pair result;
  result.high = a + b;
  result.low = a - (a + b) + b;
  return result;
}`,
  w_pairSum: `static w_pair w_pairSum(w_pair a, w_pair b) {
  const double high = a.high + b.high;
  const double rest = high - a.high;
  return w_pairOf(high, a.high - (high - rest) + (b.high - rest) + a.low + b.low);
}`,
  w_pairProduct: `static w_pair w_pairProduct(w_pair a, w_pair b) {
  const double high = a.high * b.high;
  const double x = w_split(a.high), y = w_split(b.high);
  const double u = a.high - x, v = b.high - y;
  return w_pairOf(high, x * y - high + x * v + u * y + u * v + (a.high * b.low + a.low * b.high));
}`,
  w_single: `static w_pair w_single(double high) {
  w_pair result;
  result.high = high;
  result.low = 0.0;
  return result;
}`,
  w_steepFar: `static double w_steepFar(int32_t i, int32_t j, double y) {
  double result = 1.0;
  if (j > i) return 0.0;
  for (int32_t k = 0; k < j; k++) result *= (double)(i - k);
  for (int32_t k = j; k < i; k++) result *= y;
  return result;
}`,
  w_steep: `/* The derivative of x^y, i times by x and j times by y, for finite y and finite x > 0; i and j are 100 at most. */
static double w_steep(int32_t i, int32_t j, double x, double y) {
  const int isSmall = x < 2.2250738585072014e-308;
  const double of = isSmall ? x * 18014398509481984.0 : x;
  const double n = isSmall ? -54.0 : 0.0;
  const double large = 2.037035976334486e90;
  w_pair a[101];
  w_pair log = w_single(0.0), total;
  double turns = 0.0, weight = 1.0;
  if (fabs(y) > 1.2676506002282294e30) {
    const double sign = (y < 0 && i % 2 == 1) != (x < 1 && j % 2 == 1) ? -1.0 : 1.0;
    if (x == 1) return w_steepFar(i, j, y);
    return (x > 1) == (y > 0) ? sign * INFINITY : sign * 0.0;
  }
  if (j > 0) {
    log.high = w_logHigh(of, n);
    log.low = w_logLow(of, n);
  }
  for (int32_t k = 0; k <= j; k++) a[k] = w_single(k == 0 ? 1.0 : 0.0);
  for (int32_t m = 0; m < i; m++) {
    const w_pair root = w_pairSum(w_single(y), w_single(-(double)m));
    for (int32_t k = m + 1 < j ? m + 1 : j; k >= 0; k--) a[k] = w_pairSum(w_pairProduct(a[k], root), k > 0 ? a[k - 1] : w_single(0.0));
    if (fabs(a[0].high) < large) continue;
    for (int32_t k = 0; k <= j; k++) {
      a[k].high /= large;
      a[k].low /= large;
    }
    turns += 300.0;
  }
  total = a[0];
  for (int32_t k = 1; k <= j; k++) {
    weight *= (double)(j - k + 1);
    total = w_pairSum(w_pairProduct(total, log), w_pairProduct(w_single(weight), a[k]));
  }
  const double high = total.high + total.low;
  if (high == 0) return 0.0;
  const int isTiny = fabs(high) < 3.8725919148493183e-121;
  const double c = isTiny ? high * 4.149515568880993e180 : high;
  const double k = w_exponent(fabs(c));
  const w_pair power = w_pairSum(w_single(y), w_single(-(double)i));
  return w_powScaled(of, n, power.high, power.low, w_significand(c, k), k + turns - (isTiny ? 600.0 : 0.0));
}`,
  w_falling: `static double w_falling(int32_t i, double y) {
  double result = 1.0;
  for (int32_t m = 0; m < i; m++) result *= y - (double)m;
  return result;
}`,
  w_powDerivative: `/* The same for any x and y. */
static double w_powDerivative(int32_t i, int32_t j, double x, double y) {
  const int whole = floor(y) == y;
  const int isOdd = whole && floor(y / 2.0) != y / 2.0;
  if (x != x || y != y) return NAN;
  if (x == 0) {
    if (j > 0) return y > i ? 0.0 : NAN;
    const double c = w_falling(i, y);
    if (c == 0) return 0.0;
    const double size = w_powRare(x, y - (double)i);
    return size == 0 && y - y == 0 ? (c < 0 ? -size : size) : c * size;
  }
  if (x - x != 0 || y - y != 0) {
    const double c = w_falling(i, y);
    const double log = x == INFINITY ? x : x > 1 ? 1.0 : x > 0 ? -1.0 : NAN;
    if (j == 0) return c == 0 ? 0.0 : c * w_powRare(x, y - (double)i);
    return c * w_powRare(x, y - (double)i) * (j % 2 == 0 ? log * log : log);
  }
  if (x > 0) return w_steep(i, j, x, y);
  if (j > 0 || !whole) return NAN;
  const double size = w_steep(i, 0, -x, y);
  return isOdd == (i % 2 == 1) ? size : -size;
}`,
  w_powByBaseRare: `static double w_powByBaseRare(double x, double y) {
  const int isPlain = fabs(y - 1.0) <= 2 && y - 1.0 + 1.0 == y && y != 0;
  return isPlain ? y * w_powRare(x, y - 1.0) : w_powDerivative(1, 0, x, y);
}`,
  w_powByExponentRare: rare('powByExponent', 0, 1),
  w_powByBaseTwiceRare: rare('powByBaseTwice', 2, 0),
  w_powByBothRare: rare('powByBoth', 1, 1),
  w_powByExponentTwiceRare: rare('powByExponentTwice', 0, 2),
}
