/**
 * sechSquared: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { lift } from '../bits.ts'

const sechSquaredFar = (t1: number): number => {
  const t13 = -(400 < t1 ? 400 : t1)
  const t14 = t13 * 1.4426950408889634 + 6755399441055744
  const t15 = t14 - 6755399441055744
  const t16 = t13 - t15 * 0.6931471804855391
  const t17 = 1 + t16
  const t18 = t15 * 7.440617110012397e-11
  const t19 = t16 - t18
  const t20 = t19 * t19
  const t21 = t20 * t20
  const t22 =
    1 -
    t17 +
    t16 +
    (t20 * 0.5 +
      (t19 *
        (t20 *
          (0.1666666666666668 +
            t19 * 0.04166666666666641 +
            t20 * (0.008333333333318513 + t19 * 0.0013888888889033565) +
            t21 * (0.00019841269893400648 + t19 * 0.00002480158702513867 + t20 * (0.0000027557237379531418 + t19 * 2.755752634296155e-7)) +
            t21 * t21 * (2.5111276827196535e-8 + t19 * 2.083848681586757e-9)) +
          (t16 - t19 - t18)) -
        t18))
  const t23 = t17 + t22
  const t24 = lift(1, t14)
  const t25 = t23 * t24 * 2.037035976334486e90
  const t26 = t25 * t25
  const t27 = t25 * 134217729
  const t28 = t27 - (t27 - t25)
  const t29 = t25 - t28
  const t30 = t28 * t29
  const value = (t26 + (t28 * t28 - t26 + (t30 + t30) + t29 * t29 + 2 * t25 * ((t17 - t23 + t22) * t24 * 2.037035976334486e90))) * 9.639679460411536e-181
  return value
}

export const sechSquared = (x: number): number => {
  const t1 = Math.abs(x)
  const t2 = (350 < t1 ? 350 : t1) * -2
  const t3 = t2 * 1.4426950408889634 + 6755399441055744
  const t4 = t3 - 6755399441055744
  const t5 = t2 - t4 * 0.6931471804855391
  const t6 = 1 + t5
  const t7 = t4 * 7.440617110012397e-11
  const t8 = t5 - t7
  const t9 = t8 * t8
  const t10 = t9 * t9
  const t11 =
    (t6 +
      (1 -
        t6 +
        t5 +
        (t9 * 0.5 +
          (t8 *
            (t9 *
              (0.1666666666666668 +
                t8 * 0.04166666666666641 +
                t9 * (0.008333333333318513 + t8 * 0.0013888888889033565) +
                t10 * (0.00019841269893400648 + t8 * 0.00002480158702513867 + t9 * (0.0000027557237379531418 + t8 * 2.755752634296155e-7)) +
                t10 * t10 * (2.5111276827196535e-8 + t8 * 2.083848681586757e-9)) +
              (t5 - t8 - t7)) -
            t7)))) *
    lift(1, t3)
  const t12 = 1 + t11
  const t31 = t1 < 350 ? (4 * t11) / (t12 * t12) : sechSquaredFar(t1)
  return t31
}
