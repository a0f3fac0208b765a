/**
 * powByBase, powByExponent: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { exponent, lift, significand } from '../bits.ts'
import { powByBaseRare, powByExponentRare } from '../rare.ts'

export const powByBase = (x: number, y: number): number => {
  const t1 = Math.abs(x)
  const t2 = y + -1
  const t3 = exponent(t1)
  const t4 = t3 * 0.6931471804855391
  const t5 = significand(t1, t3)
  const t6 = t5 - 1
  const t7 = 1 + t5
  const t8 = 1 / t7
  const t9 = t6 * t8
  const t10 = 2 * t9
  const t11 = t4 + t10
  const t12 = t9 * t9
  const t13 = t9 * t12
  const t14 = t12 * t12
  const t15 =
    t12 *
    (0.40000000000002234 +
      t12 * 0.2857142857010895 +
      t14 * (0.2222222251850432 + t12 * 0.18181784474581894) +
      t14 * t14 * (0.1538675297356721 + t12 * 0.13256908311108592 + t14 * 0.13195569897855064))
  const t16 = 0.6666666666666666 + t15
  const t17 = t13 * t16
  const t18 = t11 + t17
  const t19 = t9 * t7
  const t20 = t9 * 134217729
  const t21 = t20 - (t20 - t9)
  const t22 = t7 * 134217729
  const t23 = t22 - (t22 - t7)
  const t24 = t7 - t23
  const t25 = t9 - t21
  const t26 = (t6 - t19 - (t21 * t23 - t19 + t21 * t24 + t25 * t23 + t25 * t24) - t9 * (1 - t7 + t5)) * t8
  const t27 = t13 * 134217729
  const t28 = t27 - (t27 - t13)
  const t29 = t16 * 134217729
  const t30 = t29 - (t29 - t16)
  const t31 = t16 - t30
  const t32 = t13 - t28
  const t33 = t12 * 134217729
  const t34 = t33 - (t33 - t12)
  const t35 = t12 - t34
  const t36 = t21 * t25
  const t37 =
    t4 -
    t11 +
    t10 +
    (t11 - t18 + t17) +
    (2 * t26 +
      (t28 * t30 -
        t17 +
        t28 * t31 +
        t32 * t30 +
        t32 * t31 +
        (t13 * (0.6666666666666666 - t16 + t15 + 3.700743415417188e-17) +
          (t21 * t34 - t13 + t21 * t35 + t25 * t34 + t25 * t35 + (t9 * (t21 * t21 - t12 + (t36 + t36) + t25 * t25 + t10 * t26) + t26 * t12)) * t16))) +
    t3 * 7.440617110012397e-11
  const t38 = t18 + t37
  const t39 = t2 * t38
  const t40 = t2 * 134217729
  const t41 = t40 - (t40 - t2)
  const t42 = t38 * 134217729
  const t43 = t42 - (t42 - t38)
  const t44 = t38 - t43
  const t45 = t2 - t41
  const t46 = t2 - y
  const t47 = t41 * t43 - t39 + t41 * t44 + t45 * t43 + t45 * t44 + (t2 * (t18 - t38 + t37) + (y - (t2 - t46) + (-1 - t46)) * t38)
  const t48 = t39 + t47
  const t49 = x < 0
  const t50 = y * 0.5
  const t51 = t48 * 1.4426950408889634 + 6755399441055744
  const t52 = t51 - 6755399441055744
  const t53 = t48 - t52 * 0.6931471804855391
  const t54 = t52 * 7.440617110012397e-11 - (t39 - t48 + t47)
  const t55 = t53 - t54
  const t56 = t55 * t55
  const t57 = t56 * t56
  const t58 = lift(
    1 +
      (t53 +
        (t56 * 0.5 +
          (t55 *
            (t56 *
              (0.1666666666666668 +
                t55 * 0.04166666666666641 +
                t56 * (0.008333333333318513 + t55 * 0.0013888888889033565) +
                t57 * (0.00019841269893400648 + t55 * 0.00002480158702513867 + t56 * (0.0000027557237379531418 + t55 * 2.755752634296155e-7)) +
                t57 * t57 * (2.5111276827196535e-8 + t55 * 2.083848681586757e-9)) +
              (t53 - t55 - t54)) -
            t54))),
    t51,
  )
  const t59 =
    t1 >= 2.2250738585072014e-308 &&
    t1 < Number.POSITIVE_INFINITY &&
    Math.abs(t2) <= 3.273390607896142e150 &&
    Math.abs(t48) < 708 &&
    (!t49 || Math.floor(y) === y)
      ? y * (t49 && Math.floor(t50) === t50 ? -t58 : t58)
      : powByBaseRare(x, y)
  return t59
}

export const powByExponent = (x: number, y: number): number => {
  const t1 = Math.abs(x)
  const t2 = exponent(t1)
  const t3 = t2 * 0.6931471804855391
  const t4 = significand(t1, t2)
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
  const t38 = y * t37
  const t39 = y * 134217729
  const t40 = t39 - (t39 - y)
  const t41 = t37 * 134217729
  const t42 = t41 - (t41 - t37)
  const t43 = t37 - t42
  const t44 = y - t40
  const t45 = t40 * t42 - t38 + t40 * t43 + t44 * t42 + t44 * t43 + y * (t17 - t37 + t36)
  const t46 = t38 + t45
  const t47 = t46 * 1.4426950408889634 + 6755399441055744
  const t48 = t47 - 6755399441055744
  const t49 = t46 - t48 * 0.6931471804855391
  const t50 = t48 * 7.440617110012397e-11 - (t38 - t46 + t45)
  const t51 = t49 - t50
  const t52 = t51 * t51
  const t53 = t52 * t52
  const t54 =
    t1 >= 2.2250738585072014e-308 && t1 < Number.POSITIVE_INFINITY && Math.abs(y) <= 3.273390607896142e150 && Math.abs(t46) < 708 && !(x < 0)
      ? lift(
          1 +
            (t49 +
              (t52 * 0.5 +
                (t51 *
                  (t52 *
                    (0.1666666666666668 +
                      t51 * 0.04166666666666641 +
                      t52 * (0.008333333333318513 + t51 * 0.0013888888889033565) +
                      t53 * (0.00019841269893400648 + t51 * 0.00002480158702513867 + t52 * (0.0000027557237379531418 + t51 * 2.755752634296155e-7)) +
                      t53 * t53 * (2.5111276827196535e-8 + t51 * 2.083848681586757e-9)) +
                    (t49 - t51 - t50)) -
                  t50))),
          t47,
        ) * t37
      : powByExponentRare(x, y)
  return t54
}
