/**
 * sinh, cosh, tanh: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { copysign, lift } from '../bits.ts'

const sinhFar = (t1: number): number => {
  const t31 = 712 < t1 ? 712 : t1
  const t32 = t31 * 1.4426950408889634 + 6755399441055744 - 6755399441055744
  const t33 = t31 - t32 * 0.6931471804855391
  const t34 = t32 * 7.440617110012397e-11
  const t35 = t33 - t34
  const t36 = t35 * t35
  const t37 = t36 * t36
  const t38 = t32 - 1
  const t39 = Math.floor(t38 * 0.5)
  const value =
    t1 < 712
      ? (1 +
          (t33 +
            (t36 * 0.5 +
              t35 *
                t36 *
                (0.16666666666666433 +
                  t35 * 0.041666666666603826 +
                  t36 * (0.008333333333500214 + t35 * 0.0013888888926862713) +
                  t37 * (0.00019841269465809921 + t35 * 0.000024801508583416455 + t36 * (0.0000027557641111376347 + t35 * 2.7625231912703593e-7)) +
                  t37 * t37 * 2.49783695328429e-8) -
              t34))) *
        lift(1, t39 + 6755399441055744) *
        lift(1, t38 - t39 + 6755399441055744)
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
  const t20 = t16 + t19
  const t21 = t20 - t16
  const t22 = (t7 - t14 + t13) * t15
  const t23 = t19 * t17
  const t24 = t19 * 134217729
  const t25 = t24 - (t24 - t19)
  const t26 = t17 * 134217729
  const t27 = t26 - (t26 - t17)
  const t28 = t17 - t27
  const t29 = t19 - t25
  const t30 = t17 - t16
  const t40 =
    t1 < 600
      ? (t20 +
          (t16 -
            (t20 - t21) +
            (t19 - t21) +
            (t22 + (t16 - t23 - (t25 * t27 - t23 + t25 * t28 + t29 * t27 + t29 * t28) + (t22 - t19 * (t16 - (t17 - t30) + (1 - t30) + t22))) * t18))) *
        0.5
      : sinhFar(t1)
  return copysign(t40, x)
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
  const t2 = t1 * t1
  const t3 = (350 < t1 ? 350 : t1) * -2
  const t4 = t3 * 1.4426950408889634 + 6755399441055744
  const t5 = t4 - 6755399441055744
  const t6 = t3 - t5 * 0.6931471804855391
  const t7 = 1 + t6
  const t8 = t5 * 7.440617110012397e-11
  const t9 = t6 - t8
  const t10 = t9 * t9
  const t11 = t10 * t10
  const t12 =
    1 -
    t7 +
    t6 +
    (t10 * 0.5 +
      (t9 *
        (t10 *
          (0.1666666666666668 +
            t9 * 0.04166666666666641 +
            t10 * (0.008333333333318513 + t9 * 0.0013888888889033565) +
            t11 * (0.00019841269893400648 + t9 * 0.00002480158702513867 + t10 * (0.0000027557237379531418 + t9 * 2.755752634296155e-7)) +
            t11 * t11 * (2.5111276827196535e-8 + t9 * 2.083848681586757e-9)) +
          (t6 - t9 - t8)) -
        t8))
  const t13 = t7 + t12
  const t14 = lift(1, t4)
  const t15 = t13 * t14
  const t16 = -t15
  const t17 = 1 + t16
  const t18 = 1 + t15
  const t19 = 1 / t18
  const t20 = t17 * t19
  const t21 = t20 * t18
  const t22 = t20 * 134217729
  const t23 = t22 - (t22 - t20)
  const t24 = t18 * 134217729
  const t25 = t24 - (t24 - t18)
  const t26 = t18 - t25
  const t27 = t20 - t23
  const t28 = (t7 - t13 + t12) * t14
  return copysign(
    t1 < 0.03125
      ? t1 +
          t1 *
            t2 *
            (((((0 * t2 + -0.008863235529902197) * t2 + 0.021869488536155203) * t2 + -0.05396825396825397) * t2 + 0.13333333333333333) * t2 +
              -0.3333333333333333)
      : t20 + (t17 - t21 - (t23 * t25 - t21 + t23 * t26 + t27 * t25 + t27 * t26) + (1 - t17 + t16 - t28 - t20 * (1 - t18 + t15 + t28))) * t19,
    x,
  )
}
