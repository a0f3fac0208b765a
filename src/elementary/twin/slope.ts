/**
 * sechSquared, sigmoidSlope: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { lift } from '../bits.ts'

const sechSquaredFar = (t1: number): number => {
  const t31 = -(400 < t1 ? 400 : t1)
  const t32 = t31 * 1.4426950408889634 + 6755399441055744
  const t33 = t32 - 6755399441055744
  const t34 = t31 - t33 * 0.6931471804855391
  const t35 = 1 + t34
  const t36 = t33 * 7.440617110012397e-11
  const t37 = t34 - t36
  const t38 = t37 * t37
  const t39 = t38 * t38
  const t40 =
    1 -
    t35 +
    t34 +
    (t38 * 0.5 +
      (t37 *
        (t38 *
          (0.1666666666666668 +
            t37 * 0.04166666666666641 +
            t38 * (0.008333333333318513 + t37 * 0.0013888888889033565) +
            t39 * (0.00019841269893400648 + t37 * 0.00002480158702513867 + t38 * (0.0000027557237379531418 + t37 * 2.755752634296155e-7)) +
            t39 * t39 * (2.5111276827196535e-8 + t37 * 2.083848681586757e-9)) +
          (t34 - t37 - t36)) -
        t36))
  const t41 = t35 + t40
  const t42 = lift(1, t32)
  const t43 = t41 * t42 * 2.037035976334486e90
  const t44 = t43 * t43
  const t45 = t43 * 134217729
  const t46 = t45 - (t45 - t43)
  const t47 = t43 - t46
  const t48 = t46 * t47
  const value = (t44 + (t46 * t46 - t44 + (t48 + t48) + t47 * t47 + 2 * t43 * ((t35 - t41 + t40) * t42 * 2.037035976334486e90))) * 9.639679460411536e-181
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
    1 -
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
        t7))
  const t12 = t6 + t11
  const t13 = lift(1, t3)
  const t14 = t12 * t13
  const t15 = 1 + t14
  const t16 = t15 * t15
  const t17 = 1 / t16
  const t18 = t14 * t17
  const t19 = t18 * t16
  const t20 = t18 * 134217729
  const t21 = t20 - (t20 - t18)
  const t22 = t16 * 134217729
  const t23 = t22 - (t22 - t16)
  const t24 = t16 - t23
  const t25 = t18 - t21
  const t26 = (t6 - t12 + t11) * t13
  const t27 = t15 * 134217729
  const t28 = t27 - (t27 - t15)
  const t29 = t15 - t28
  const t30 = t28 * t29
  const t49 =
    t1 < 350
      ? 4 *
        (t18 +
          (t14 -
            t19 -
            (t21 * t23 - t19 + t21 * t24 + t25 * t23 + t25 * t24) +
            (t26 - t18 * (t28 * t28 - t16 + (t30 + t30) + t29 * t29 + 2 * t15 * (1 - t15 + t14 + t26)))) *
            t17)
      : sechSquaredFar(t1)
  return t49
}

const sigmoidSlopeFar2 = (t2: number): number => {
  const t33 = 710 < t2 ? 710 : t2
  const t34 = t33 < -746 ? -746 : t33
  const t35 = t34 * 1.4426950408889634 + 6755399441055744 - 6755399441055744
  const t36 = t34 - t35 * 0.6931471804855391
  const t37 = t35 * 7.440617110012397e-11
  const t38 = t36 - t37
  const t39 = t38 * t38
  const t40 = t39 * t39
  const t41 = Math.floor(t35 * 0.5)
  const value =
    (1 +
      (t36 +
        (t39 * 0.5 +
          t38 *
            t39 *
            (0.16666666666666433 +
              t38 * 0.041666666666603826 +
              t39 * (0.008333333333500214 + t38 * 0.0013888888926862713) +
              t40 * (0.00019841269465809921 + t38 * 0.000024801508583416455 + t39 * (0.0000027557641111376347 + t38 * 2.7625231912703593e-7)) +
              t40 * t40 * 2.49783695328429e-8) -
          t37))) *
    lift(1, t41 + 6755399441055744) *
    lift(1, t35 - t41 + 6755399441055744)
  return value
}

const sigmoidSlopeFar1 = (t10: number, t11: number, t12: number, t2: number, t3: number, t5: number, t7: number, t8: number, t9: number): number => {
  const t42 =
    Math.abs(t2) < 708
      ? lift(
          1 +
            (t5 +
              (t10 +
                t8 *
                  t9 *
                  (0.16666666666666433 +
                    t8 * 0.041666666666603826 +
                    t9 * (0.008333333333500214 + t8 * 0.0013888888926862713) +
                    t11 * (0.00019841269465809921 + t8 * 0.000024801508583416455 + t9 * (0.0000027557641111376347 + t8 * 2.7625231912703593e-7)) +
                    t12 * 2.49783695328429e-8) -
                t7)),
          t3,
        )
      : sigmoidSlopeFar2(t2)
  return t42
}

export const sigmoidSlope = (x: number): number => {
  const t1 = Math.abs(x)
  const t2 = -t1
  const t3 = t2 * 1.4426950408889634 + 6755399441055744
  const t4 = t3 - 6755399441055744
  const t5 = t2 - t4 * 0.6931471804855391
  const t6 = 1 + t5
  const t7 = t4 * 7.440617110012397e-11
  const t8 = t5 - t7
  const t9 = t8 * t8
  const t10 = t9 * 0.5
  const t11 = t9 * t9
  const t12 = t11 * t11
  const t13 =
    1 -
    t6 +
    t5 +
    (t10 +
      (t8 *
        (t9 *
          (0.1666666666666668 +
            t8 * 0.04166666666666641 +
            t9 * (0.008333333333318513 + t8 * 0.0013888888889033565) +
            t11 * (0.00019841269893400648 + t8 * 0.00002480158702513867 + t9 * (0.0000027557237379531418 + t8 * 2.755752634296155e-7)) +
            t12 * (2.5111276827196535e-8 + t8 * 2.083848681586757e-9)) +
          (t5 - t8 - t7)) -
        t7))
  const t14 = t6 + t13
  const t15 = lift(1, t3)
  const t16 = t14 * t15
  const t17 = 1 + t16
  const t18 = t17 * t17
  const t19 = 1 / t18
  const t20 = t16 * t19
  const t21 = t20 * t18
  const t22 = t20 * 134217729
  const t23 = t22 - (t22 - t20)
  const t24 = t18 * 134217729
  const t25 = t24 - (t24 - t18)
  const t26 = t18 - t25
  const t27 = t20 - t23
  const t28 = (t6 - t14 + t13) * t15
  const t29 = t17 * 134217729
  const t30 = t29 - (t29 - t17)
  const t31 = t17 - t30
  const t32 = t30 * t31
  const t43 =
    t1 < 708
      ? t20 +
        (t16 -
          t21 -
          (t23 * t25 - t21 + t23 * t26 + t27 * t25 + t27 * t26) +
          (t28 - t20 * (t30 * t30 - t18 + (t32 + t32) + t31 * t31 + 2 * t17 * (1 - t17 + t16 + t28)))) *
          t19
      : sigmoidSlopeFar1(t10, t11, t12, t2, t3, t5, t7, t8, t9)
  return t43
}
