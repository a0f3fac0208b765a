/**
 * sechSquared: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { lift } from '../bits.ts'
import { tangent } from '../tangent.ts'

const sechSquaredFar = (t1: number): number => {
  const t11 = -(400 < t1 ? 400 : t1)
  const t12 = t11 * 1.4426950408889634 + 6755399441055744
  const t13 = t12 - 6755399441055744
  const t14 = t11 - t13 * 0.6931471804855391
  const t15 = 1 + t14
  const t16 = t13 * 7.440617110012397e-11
  const t17 = t14 - t16
  const t18 = t17 * t17
  const t19 = t18 * t18
  const t20 =
    1 -
    t15 +
    t14 +
    (t18 * 0.5 +
      (t17 *
        (t18 *
          (0.1666666666666668 +
            t17 * 0.04166666666666641 +
            t18 * (0.008333333333318513 + t17 * 0.0013888888889033565) +
            t19 * (0.00019841269893400648 + t17 * 0.00002480158702513867 + t18 * (0.0000027557237379531418 + t17 * 2.755752634296155e-7)) +
            t19 * t19 * (2.5111276827196535e-8 + t17 * 2.083848681586757e-9)) +
          (t14 - t17 - t16)) -
        t16))
  const t21 = t15 + t20
  const t22 = lift(1, t12)
  const t23 = t21 * t22 * 2.037035976334486e90
  const t24 = t23 * t23
  const t25 = t23 * 134217729
  const t26 = t25 - (t25 - t23)
  const t27 = t23 - t26
  const t28 = t26 * t27
  const value = (t24 + (t26 * t26 - t24 + (t28 + t28) + t27 * t27 + 2 * t23 * ((t15 - t21 + t20) * t22 * 2.037035976334486e90))) * 9.639679460411536e-181
  return value
}

export const sechSquared = (x: number): number => {
  const t1 = Math.abs(x)
  const t2 = 31 < t1 ? 31 : t1
  const t3 = t2 * 8 + 6755399441055744
  const t4 = tangent(t3, 4)
  const t5 = t2 - (t3 - 6755399441055744) * 0.125
  const t6 = t5 * t5
  const t7 = t6 * t6
  const t8 =
    t5 +
    t5 * (t6 * (-0.33333333333333326 + t6 * 0.13333333333304231 + t7 * (-0.05396825362522133 + t6 * 0.021869312040137374) + t7 * t7 * -0.008821993496465702))
  const t9 = tangent(t3, 0) * t8
  const t10 = 1 / (1 + t9)
  const t29 = t1 < 31 ? t4 - t4 * ((t8 * t8 + t9 * (2 + t9)) * (t10 * t10)) : sechSquaredFar(t1)
  return t29
}
