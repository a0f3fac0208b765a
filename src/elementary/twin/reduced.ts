/**
 * sinOf, tanOf, powFar, powScaled: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { exponent, lift, odd, significand, turn } from '../bits.ts'

export const sinOf = (x: number, y: number, z: number): number => {
  const t1 = y * y
  const t2 = t1 * 0.5
  const t3 = 1 - t2
  const t4 = t1 * t1
  const t5 = t4 * t4
  return turn(
    odd(x)
      ? t3 +
          (1 -
            t3 -
            t2 +
            (t4 *
              (0.0416666666666666 +
                t1 * -0.0013888888888874257 +
                t4 * (0.000024801587289554284 + t1 * -2.755731437090137e-7) +
                t5 * (2.0875725565114264e-9 + t1 * -1.135975708901858e-11)) +
              y * z))
      : y -
          (z * t3 -
            t1 *
              y *
              (-0.16666666666666632 +
                t1 * 0.008333333333322446 +
                t4 * (-0.0001984126982983006 + t1 * 0.000002755731369864486) +
                t5 * (-2.505075904547885e-8 + t1 * 1.5896843926276326e-10))),
    x,
  )
}

export const tanOf = (x: number, y: number, z: number): number => {
  const t1 = odd(x)
  const t2 = y * y
  const t3 = t2 * 0.5
  const t4 = 1 - t3
  const t5 = t2 * t2
  const t6 = t5 * t5
  const t7 = y * 134217729
  const t8 = t7 - (t7 - y)
  const t9 = y - t8
  const t10 = t8 * t9
  const t11 =
    1 -
    t4 -
    t3 +
    (t5 *
      (0.0416666666666666 +
        t2 * -0.0013888888888874257 +
        t5 * (0.000024801587289554284 + t2 * -2.755731437090137e-7) +
        t6 * (2.0875725565114264e-9 + t2 * -1.135975708901858e-11)) +
      (y * z - (t8 * t8 - t2 + (t10 + t10) + t9 * t9) * 0.5))
  const t12 = t4 + t11
  const t13 = -(
    z * t4 -
    t2 *
      y *
      (-0.16666666666666632 +
        t2 * 0.008333333333322446 +
        t5 * (-0.0001984126982983006 + t2 * 0.000002755731369864486) +
        t6 * (-2.505075904547885e-8 + t2 * 1.5896843926276326e-10))
  )
  const t14 = y + t13
  const t15 = t1 ? -t12 : t14
  const t16 = t1 ? t14 : t12
  const t17 = 1 / t16
  const t18 = t15 * t17
  const t19 = t18 * 134217729
  const t20 = t19 - (t19 - t18)
  const t21 = t16 * 134217729
  const t22 = t21 - (t21 - t16)
  const t23 = t4 - t12 + t11
  const t24 = y - t14 + t13
  const value = y === 0 ? y : t20 + (t15 - t20 * t22 + ((t1 ? -t23 : t24) - t20 * (t16 - t22 + (t1 ? t24 : t23)))) * t17
  return value
}

export const powFar = (x: number, y: number, z: number): number => {
  const t1 = exponent(x)
  const t2 = t1 + y
  const t3 = t2 * 0.6931471804855391
  const t4 = significand(x, t1)
  const t5 = t4 - 1
  const t6 = 1 + t4
  const t7 = 1 / t6
  const t8 = t5 * t7
  const t9 = 2 * t8
  const t10 = t3 + t9
  const t11 = t8 * t8
  const t12 = t8 * t11
  const t13 = t11 * t11
  const t14 =
    t11 *
    (0.40000000000002234 +
      t11 * 0.2857142857010895 +
      t13 * (0.2222222251850432 + t11 * 0.18181784474581894) +
      t13 * t13 * (0.1538675297356721 + t11 * 0.13256908311108592 + t13 * 0.13195569897855064))
  const t15 = 0.6666666666666666 + t14
  const t16 = t12 * t15
  const t17 = t10 + t16
  const t18 = t8 * t6
  const t19 = t8 * 134217729
  const t20 = t19 - (t19 - t8)
  const t21 = t6 * 134217729
  const t22 = t21 - (t21 - t6)
  const t23 = t6 - t22
  const t24 = t8 - t20
  const t25 = (t5 - t18 - (t20 * t22 - t18 + t20 * t23 + t24 * t22 + t24 * t23) - t8 * (1 - t6 + t4)) * t7
  const t26 = t12 * 134217729
  const t27 = t26 - (t26 - t12)
  const t28 = t15 * 134217729
  const t29 = t28 - (t28 - t15)
  const t30 = t15 - t29
  const t31 = t12 - t27
  const t32 = t11 * 134217729
  const t33 = t32 - (t32 - t11)
  const t34 = t11 - t33
  const t35 = t20 * t24
  const t36 =
    t3 -
    t10 +
    t9 +
    (t10 - t17 + t16) +
    (2 * t25 +
      (t27 * t29 -
        t16 +
        t27 * t30 +
        t31 * t29 +
        t31 * t30 +
        (t12 * (0.6666666666666666 - t15 + t14 + 3.700743415417188e-17) +
          (t20 * t33 - t12 + t20 * t34 + t24 * t33 + t24 * t34 + (t8 * (t20 * t20 - t11 + (t35 + t35) + t24 * t24 + t9 * t25) + t25 * t11)) * t15))) +
    t2 * 7.440617110012397e-11
  const t37 = t17 + t36
  const t38 = z * t37
  const t39 = z * 134217729
  const t40 = t39 - (t39 - z)
  const t41 = t37 * 134217729
  const t42 = t41 - (t41 - t37)
  const t43 = t37 - t42
  const t44 = z - t40
  const t45 = t40 * t42 - t38 + t40 * t43 + t44 * t42 + t44 * t43 + z * (t17 - t37 + t36)
  const t46 = t38 + t45
  const t47 = 746 < t46 ? 746 : t46
  const t48 = t47 < -746 ? -746 : t47
  const t49 = t48 * 1.4426950408889634 + 6755399441055744 - 6755399441055744
  const t50 = t48 - t49 * 0.6931471804855391
  const t51 = t49 * 7.440617110012397e-11 - (Math.abs(t46) < 746 ? t38 - t46 + t45 : 0)
  const t52 = t50 - t51
  const t53 = t52 * t52
  const t54 = t53 * t53
  const t55 = Math.floor(t49 * 0.5)
  const value =
    (1 +
      (t50 +
        (t53 * 0.5 +
          (t52 *
            (t53 *
              (0.1666666666666668 +
                t52 * 0.04166666666666641 +
                t53 * (0.008333333333318513 + t52 * 0.0013888888889033565) +
                t54 * (0.00019841269893400648 + t52 * 0.00002480158702513867 + t53 * (0.0000027557237379531418 + t52 * 2.755752634296155e-7)) +
                t54 * t54 * (2.5111276827196535e-8 + t52 * 2.083848681586757e-9)) +
              (t50 - t52 - t51)) -
            t51)))) *
    lift(1, t55 + 6755399441055744) *
    lift(1, t49 - t55 + 6755399441055744)
  return value
}

export const powScaled = (x: number, y: number, z: number, w: number, u: number, v: number): number => {
  const t1 = exponent(x)
  const t2 = t1 + y
  const t3 = t2 * 0.6931471804855391
  const t4 = significand(x, t1)
  const t5 = t4 - 1
  const t6 = 1 + t4
  const t7 = 1 / t6
  const t8 = t5 * t7
  const t9 = 2 * t8
  const t10 = t3 + t9
  const t11 = t8 * t8
  const t12 = t8 * t11
  const t13 = t11 * t11
  const t14 =
    t11 *
    (0.40000000000002234 +
      t11 * 0.2857142857010895 +
      t13 * (0.2222222251850432 + t11 * 0.18181784474581894) +
      t13 * t13 * (0.1538675297356721 + t11 * 0.13256908311108592 + t13 * 0.13195569897855064))
  const t15 = 0.6666666666666666 + t14
  const t16 = t12 * t15
  const t17 = t10 + t16
  const t18 = t8 * t6
  const t19 = t8 * 134217729
  const t20 = t19 - (t19 - t8)
  const t21 = t6 * 134217729
  const t22 = t21 - (t21 - t6)
  const t23 = t6 - t22
  const t24 = t8 - t20
  const t25 = (t5 - t18 - (t20 * t22 - t18 + t20 * t23 + t24 * t22 + t24 * t23) - t8 * (1 - t6 + t4)) * t7
  const t26 = t12 * 134217729
  const t27 = t26 - (t26 - t12)
  const t28 = t15 * 134217729
  const t29 = t28 - (t28 - t15)
  const t30 = t15 - t29
  const t31 = t12 - t27
  const t32 = t11 * 134217729
  const t33 = t32 - (t32 - t11)
  const t34 = t11 - t33
  const t35 = t20 * t24
  const t36 =
    t3 -
    t10 +
    t9 +
    (t10 - t17 + t16) +
    (2 * t25 +
      (t27 * t29 -
        t16 +
        t27 * t30 +
        t31 * t29 +
        t31 * t30 +
        (t12 * (0.6666666666666666 - t15 + t14 + 3.700743415417188e-17) +
          (t20 * t33 - t12 + t20 * t34 + t24 * t33 + t24 * t34 + (t8 * (t20 * t20 - t11 + (t35 + t35) + t24 * t24 + t9 * t25) + t25 * t11)) * t15))) +
    t2 * 7.440617110012397e-11
  const t37 = t17 + t36
  const t38 = z * t37
  const t39 = z * 134217729
  const t40 = t39 - (t39 - z)
  const t41 = t37 * 134217729
  const t42 = t41 - (t41 - t37)
  const t43 = t37 - t42
  const t44 = z - t40
  const t45 = t40 * t42 - t38 + t40 * t43 + t44 * t42 + t44 * t43 + (z * (t17 - t37 + t36) + w * t37)
  const t46 = t38 + t45
  const t47 = 1048576 < t46 ? 1048576 : t46
  const t48 = t47 < -1048576 ? -1048576 : t47
  const t49 = t48 * 1.4426950408889634 + 6755399441055744 - 6755399441055744
  const t50 = t48 - t49 * 0.6931471804855391
  const t51 = t49 * 7.440617110012397e-11 - (Math.abs(t46) < 1048576 ? t38 - t46 + t45 : 0)
  const t52 = t50 - t51
  const t53 = t52 * t52
  const t54 = t53 * t53
  const t55 = t49 + v
  const t56 = 2040 < t55 ? 2040 : t55
  const t57 = t56 < -2040 ? -2040 : t56
  const t58 = Math.floor(t57 * 0.5)
  const value =
    u *
    (1 +
      (t50 +
        (t53 * 0.5 +
          (t52 *
            (t53 *
              (0.1666666666666668 +
                t52 * 0.04166666666666641 +
                t53 * (0.008333333333318513 + t52 * 0.0013888888889033565) +
                t54 * (0.00019841269893400648 + t52 * 0.00002480158702513867 + t53 * (0.0000027557237379531418 + t52 * 2.755752634296155e-7)) +
                t54 * t54 * (2.5111276827196535e-8 + t52 * 2.083848681586757e-9)) +
              (t50 - t52 - t51)) -
            t51)))) *
    lift(1, t58 + 6755399441055744) *
    lift(1, t57 - t58 + 6755399441055744)
  return value
}
