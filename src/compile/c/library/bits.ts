/**
 * Operations on numbers that C has no operator for, as `src/elementary/bits.ts` has them for JavaScript.
 */

/** Functions by their names. */
export type Functions = { readonly [name: string]: string }

export const bits: Functions = {
  w_bits: `/* The 64 bits of a number. */
static uint64_t w_bits(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}`,
  w_number: `static double w_number(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}`,
  w_power: `/* 2^k: 0 or subnormal below -1022, infinite above 1023. */
static double w_power(int32_t k) {
  if (k > 1023) return INFINITY;
  if (k >= -1022) return w_number((uint64_t)(k + 1023) << 52);
  return k < -1074 ? 0.0 : w_number((uint64_t)1 << (k + 1074));
}`,
  w_exponent: `/* The whole k that brings x / 2^k between the roots of 1/2 and 2. */
static double w_exponent(double x) {
  const uint32_t upper = (uint32_t)(w_bits(x) >> 32);
  return (double)((int32_t)((upper - 0x3fe6a09eu + 0x40000000u) >> 20) - 1024);
}`,
  w_significand: `static double w_significand(double x, double k) {
  return x * w_power(-(int32_t)k);
}`,
  w_lift: `/* x * 2^k, where k stands in the last bits of the count. */
static double w_lift(double x, double counted) {
  return x * w_power((int32_t)((w_bits(counted) + 2048) & 4095) - 2048);
}`,
  w_odd: `static int w_odd(double counted) {
  return (int)(w_bits(counted) & 1);
}`,
  w_turn: `static double w_turn(double x, double counted) {
  return (w_bits(counted) & 2) != 0 ? -x : x;
}`,
  w_nearest: `/* The nearest whole number, halves to the even one. */
static double w_nearest(double x) {
  const double big = 4503599627370496.0;
  const double rounded = fabs(x) + big;
  return fabs(x) < big ? copysign(rounded - big, x) : x;
}`,
  w_max: `/* NaN if either is; -0 is below 0. */
static double w_max(double x, double y) {
  if (x != x || y != y) return NAN;
  return x > y ? x : y > x ? y : x == 0 ? x + y : x;
}`,
  w_min: `/* NaN if either is; -0 is below 0. */
static double w_min(double x, double y) {
  if (x != x || y != y) return NAN;
  return x < y ? x : y < x ? y : x == 0 ? -(-x - y) : x;
}`,
  w_wrap: `/* Towards 0, modulo 2^32; 0 for what is not finite. */
static int32_t w_wrap(double x) {
  if (x > -2147483649.0 && x < 2147483648.0) return (int32_t)x;
  if (!(x - x == 0)) return 0;
  const double rest = fmod(trunc(x), 4294967296.0);
  return (int32_t)(uint32_t)(rest < 0 ? rest + 4294967296.0 : rest);
}`,
}
