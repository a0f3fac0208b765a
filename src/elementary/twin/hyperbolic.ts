/**
 * sinh, cosh, tanh: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { copysign, lift } from '../bits.ts'
import { tangent } from '../tangent.ts'

const sinhFar = (t1: number): number => {
  const t28 = 712 < t1 ? 712 : t1
  const t29 = t28 * 1.4426950408889634 + 6755399441055744 - 6755399441055744
  const t30 = t28 - t29 * 0.6931471804855391
  const t31 = t29 * 7.440617110012397e-11
  const t32 = t30 - t31
  const t33 = t32 * t32
  const t34 = t33 * t33
  const t35 = t29 - 1
  const t36 = Math.floor(t35 * 0.5)
  const value =
    t1 < 712
      ? (1 +
          (t30 +
            (t33 * 0.5 +
              t32 *
                t33 *
                (0.16666666666666433 +
                  t32 * 0.041666666666603826 +
                  t33 * (0.008333333333500214 + t32 * 0.0013888888926862713) +
                  t34 * (0.00019841269465809921 + t32 * 0.000024801508583416455 + t33 * (0.0000027557641111376347 + t32 * 2.7625231912703593e-7)) +
                  t34 * t34 * 2.49783695328429e-8) -
              t31))) *
        lift(1, t36 + 6755399441055744) *
        lift(1, t35 - t36 + 6755399441055744)
      : t1 * Number.POSITIVE_INFINITY
  return value
}

export const sinh = (x: number): number => {
  const t1 = Math.abs(x)
  const t2 = t1 * 1.4426950408889634 + 6755399441055744
  const t3 = -lift(1, 13510798882111488 - t2)
  const t4 = 1 + t3
  const t5 = t2 - 6755399441055744
  const t6 = t1 - t5 * 0.6931471804855391
  const t7 = t4 + t6
  const t8 = t4 - 1
  const t9 = t5 * 7.440617110012397e-11
  const t10 = t6 - t9
  const t11 = t10 * t10
  const t12 = t11 * t11
  const t13 =
    t4 -
    t7 +
    t6 +
    (1 - (t4 - t8) + (t3 - t8)) +
    (t11 * 0.5 +
      (t10 *
        (t11 *
          (0.1666666666666668 +
            t10 * 0.04166666666666641 +
            t11 * (0.008333333333318513 + t10 * 0.0013888888889033565) +
            t12 * (0.00019841269893400648 + t10 * 0.00002480158702513867 + t11 * (0.0000027557237379531418 + t10 * 2.755752634296155e-7)) +
            t12 * t12 * (2.5111276827196535e-8 + t10 * 2.083848681586757e-9)) +
          (t6 - t10 - t9)) -
        t9))
  const t14 = t7 + t13
  const t15 = lift(1, t2)
  const t16 = t14 * t15
  const t17 = t16 + 1
  const t18 = 1 / t17
  const t19 = t16 * t18
  const t20 = t19 * 134217729
  const t21 = t20 - (t20 - t19)
  const t22 = t16 + t21
  const t23 = t22 - t16
  const t24 = (t7 - t14 + t13) * t15
  const t25 = t17 * 134217729
  const t26 = t25 - (t25 - t17)
  const t27 = t17 - t16
  const t37 =
    t1 < 600
      ? (t22 + (t16 - (t22 - t23) + (t21 - t23) + (t24 + (t16 - t21 * t26 + (t24 - t21 * (t17 - t26 + (t16 - (t17 - t27) + (1 - t27) + t24)))) * t18))) * 0.5
      : sinhFar(t1)
  return copysign(t37, x)
}

const coshFar = (t1: number): number => {
  const t18 = 712 < t1 ? 712 : t1
  const t19 = t18 * 1.4426950408889634 + 6755399441055744 - 6755399441055744
  const t20 = t18 - t19 * 0.6931471804855391
  const t21 = t19 * 7.440617110012397e-11
  const t22 = t20 - t21
  const t23 = t22 * t22
  const t24 = t23 * t23
  const t25 = t19 - 1
  const t26 = Math.floor(t25 * 0.5)
  const value =
    t1 < 712
      ? (1 +
          (t20 +
            (t23 * 0.5 +
              t22 *
                t23 *
                (0.16666666666666433 +
                  t22 * 0.041666666666603826 +
                  t23 * (0.008333333333500214 + t22 * 0.0013888888926862713) +
                  t24 * (0.00019841269465809921 + t22 * 0.000024801508583416455 + t23 * (0.0000027557641111376347 + t22 * 2.7625231912703593e-7)) +
                  t24 * t24 * 2.49783695328429e-8) -
              t21))) *
        lift(1, t26 + 6755399441055744) *
        lift(1, t25 - t26 + 6755399441055744)
      : t1 * Number.POSITIVE_INFINITY
  return value
}

export const cosh = (x: number): number => {
  const t1 = Math.abs(x)
  const t2 = t1 * 1.4426950408889634 + 6755399441055744
  const t3 = t2 - 6755399441055744
  const t4 = t1 - t3 * 0.6931471804855391
  const t5 = 1 + t4
  const t6 = t3 * 7.440617110012397e-11
  const t7 = t4 - t6
  const t8 = t7 * t7
  const t9 = t8 * t8
  const t10 =
    1 -
    t5 +
    t4 +
    (t8 * 0.5 +
      (t7 *
        (t8 *
          (0.1666666666666668 +
            t7 * 0.04166666666666641 +
            t8 * (0.008333333333318513 + t7 * 0.0013888888889033565) +
            t9 * (0.00019841269893400648 + t7 * 0.00002480158702513867 + t8 * (0.0000027557237379531418 + t7 * 2.755752634296155e-7)) +
            t9 * t9 * (2.5111276827196535e-8 + t7 * 2.083848681586757e-9)) +
          (t4 - t7 - t6)) -
        t6))
  const t11 = t5 + t10
  const t12 = lift(1, t2)
  const t13 = t11 * t12
  const t14 = 1 / t13
  const t15 = (t5 - t11 + t10) * t12
  const t16 = t14 - t14 * t14 * t15
  const t17 = t13 + t16
  const t27 = t1 < 708 ? (t17 + (t13 - t17 + t16 + t15)) * 0.5 : coshFar(t1)
  return t27
}

export const tanh = (x: number): number => {
  const t1 = Math.abs(x)
  const t2 = 31 < t1 ? 31 : t1
  const t3 = t2 * 8 + 6755399441055744
  const t4 = tangent(t3, 0)
  const t5 = t2 - (t3 - 6755399441055744) * 0.125
  const t6 = t4 + t5
  const t7 = t5 * t5
  const t8 = t7 * t7
  const t9 =
    t5 * (t7 * (-0.33333333333333326 + t7 * 0.13333333333304231 + t8 * (-0.05396825362522133 + t7 * 0.021869312040137374) + t8 * t8 * -0.008821993496465702))
  const t10 = t5 + t9
  const t11 = t4 * t10
  return copysign(t6 + (t4 - t6 + t5 + (tangent(t3, 1) + (t9 - t11 * (t4 + t10) * (1 / (1 + t11))))), x)
}
