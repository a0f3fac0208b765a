/**
 * powByBoth: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { exponent, lift, significand } from '../bits.ts'
import { powByBothRare } from '../rare.ts'

export const powByBoth = (x: number, y: number): number => {
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
  const t46 = t18 - t38 + t37
  const t47 = t2 - y
  const t48 = t41 * t43 - t39 + t41 * t44 + t45 * t43 + t45 * t44 + (t2 * t46 + (y - (t2 - t47) + (-1 - t47)) * t38)
  const t49 = t39 + t48
  const t50 = t49 * 1.4426950408889634 + 6755399441055744
  const t51 = t50 - 6755399441055744
  const t52 = t49 - t51 * 0.6931471804855391
  const t53 = t51 * 7.440617110012397e-11 - (t39 - t49 + t48)
  const t54 = t52 - t53
  const t55 = t54 * t54
  const t56 = t55 * t55
  const t57 = y * t38
  const t58 = y * 134217729
  const t59 = t58 - (t58 - y)
  const t60 = y - t59
  const t61 = t59 * t43 - t57 + t59 * t44 + t60 * t43 + t60 * t44 + y * t46
  const t62 = t57 + t61
  const t63 = 1 + t62
  const t64 = t63 - 1
  const t65 =
    t1 >= 2.2250738585072014e-308 && t1 < Number.POSITIVE_INFINITY && Math.abs(t2) <= 3.273390607896142e150 && Math.abs(t49) < 708 && !(x < 0)
      ? lift(
          1 +
            (t52 +
              (t55 * 0.5 +
                (t54 *
                  (t55 *
                    (0.1666666666666668 +
                      t54 * 0.04166666666666641 +
                      t55 * (0.008333333333318513 + t54 * 0.0013888888889033565) +
                      t56 * (0.00019841269893400648 + t54 * 0.00002480158702513867 + t55 * (0.0000027557237379531418 + t54 * 2.755752634296155e-7)) +
                      t56 * t56 * (2.5111276827196535e-8 + t54 * 2.083848681586757e-9)) +
                    (t52 - t54 - t53)) -
                  t53))),
          t50,
        ) *
        (t63 + (1 - (t63 - t64) + (t62 - t64) + (t57 - t62 + t61)))
      : powByBothRare(x, y)
  return t65
}
