/**
 * log, log1p, log2, log10: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { copysign, exponent, significand } from '../bits.ts'
import { log10Rare, log1pRare, log2Rare, logRare } from '../rare.ts'

export const log = (x: number): number => {
  const t1 = exponent(x)
  const t2 = significand(x, t1) - 1
  const t3 = t2 * t2 * 0.5
  const t4 = t2 / (2 + t2)
  const t5 = t4 * t4
  const t6 = t5 * t5
  const t7 =
    Math.abs(t1) < 1022
      ? t1 * 0.6931471804855391 -
        (t3 -
          (t4 *
            (t3 +
              t5 *
                (0.6666666666666734 +
                  t5 * 0.39999999999417535 +
                  t6 * (0.2857142874184796 + t5 * 0.22222198620720052) +
                  t6 * t6 * (0.18183562200265238 + t5 * 0.15314097346533131 + t6 * 0.14795547545138357))) +
            t1 * 7.440617110012397e-11) -
          t2)
      : logRare(x)
  return t7
}

export const log1p = (x: number): number => {
  const t1 = 1 + x
  const t2 = exponent(t1)
  const t3 = significand(t1, t2) - 1
  const t4 = t3 * t3 * 0.5
  const t5 = t3 / (2 + t3)
  const t6 = t5 * t5
  const t7 = t6 * t6
  const t8 = t1 - 1
  const t9 =
    Math.abs(t2) < 1022
      ? copysign(
          t2 * 0.6931471804855391 +
            (t3 -
              (t4 -
                (t5 *
                  (t4 +
                    t6 *
                      (0.6666666666666734 +
                        t6 * 0.39999999999417535 +
                        t7 * (0.2857142874184796 + t6 * 0.22222198620720052) +
                        t7 * t7 * (0.18183562200265238 + t6 * 0.15314097346533131 + t7 * 0.14795547545138357))) +
                  (t2 * 7.440617110012397e-11 + (1 - (t1 - t8) + (x - t8)) / t1)))),
          x,
        )
      : log1pRare(x)
  return t9
}

export const log2 = (x: number): number => {
  const t1 = exponent(x)
  const t2 = significand(x, t1)
  const t3 = t2 - 1
  const t4 = 1 + t2
  const t5 = 1 / t4
  const t6 = t3 * t5
  const t7 = 2 * t6
  const t8 = t6 * t6
  const t9 = t6 * t8
  const t10 = t8 * t8
  const t11 =
    t8 *
    (0.40000000000002234 +
      t8 * 0.2857142857010895 +
      t10 * (0.2222222251850432 + t8 * 0.18181784474581894) +
      t10 * t10 * (0.1538675297356721 + t8 * 0.13256908311108592 + t10 * 0.13195569897855064))
  const t12 = 0.6666666666666666 + t11
  const t13 = t9 * t12
  const t14 = t7 + t13
  const t15 = t6 * t4
  const t16 = t6 * 134217729
  const t17 = t16 - (t16 - t6)
  const t18 = t4 * 134217729
  const t19 = t18 - (t18 - t4)
  const t20 = t4 - t19
  const t21 = t6 - t17
  const t22 = (t3 - t15 - (t17 * t19 - t15 + t17 * t20 + t21 * t19 + t21 * t20) - t6 * (1 - t4 + t2)) * t5
  const t23 = t9 * 134217729
  const t24 = t23 - (t23 - t9)
  const t25 = t12 * 134217729
  const t26 = t25 - (t25 - t12)
  const t27 = t12 - t26
  const t28 = t9 - t24
  const t29 = t8 * 134217729
  const t30 = t29 - (t29 - t8)
  const t31 = t8 - t30
  const t32 = t17 * t21
  const t33 =
    t7 -
    t14 +
    t13 +
    (2 * t22 +
      (t24 * t26 -
        t13 +
        t24 * t27 +
        t28 * t26 +
        t28 * t27 +
        (t9 * (0.6666666666666666 - t12 + t11 + 3.700743415417188e-17) +
          (t17 * t30 - t9 + t17 * t31 + t21 * t30 + t21 * t31 + (t6 * (t17 * t17 - t8 + (t32 + t32) + t21 * t21 + t7 * t22) + t22 * t8)) * t12)))
  const t34 = t14 + t33
  const t35 = t34 * 1.4426950408889634
  const t36 = t1 + t35
  const t37 = t36 - t1
  const t38 = t34 * 134217729
  const t39 = t38 - (t38 - t34)
  const t40 = 1.4426950408889634 * 134217729
  const t41 = t40 - (t40 - 1.4426950408889634)
  const t42 = 1.4426950408889634 - t41
  const t43 = t34 - t39
  const t44 =
    Math.abs(t1) < 1022
      ? t36 +
        (t1 -
          (t36 - t37) +
          (t35 - t37) +
          (t39 * t41 - t35 + t39 * t42 + t43 * t41 + t43 * t42 + (t34 * 2.0355273740931033e-17 + (t14 - t34 + t33) * 1.4426950408889634)))
      : log2Rare(x)
  return t44
}

export const log10 = (x: number): number => {
  const t1 = exponent(x)
  const t2 = t1 * 0.6931471804855391
  const t3 = significand(x, t1)
  const t4 = t3 - 1
  const t5 = 1 + t3
  const t6 = 1 / t5
  const t7 = t4 * t6
  const t8 = 2 * t7
  const t9 = t2 + t8
  const t10 = t7 * t7
  const t11 = t7 * t10
  const t12 = t10 * t10
  const t13 =
    t10 *
    (0.40000000000002234 +
      t10 * 0.2857142857010895 +
      t12 * (0.2222222251850432 + t10 * 0.18181784474581894) +
      t12 * t12 * (0.1538675297356721 + t10 * 0.13256908311108592 + t12 * 0.13195569897855064))
  const t14 = 0.6666666666666666 + t13
  const t15 = t11 * t14
  const t16 = t9 + t15
  const t17 = t7 * t5
  const t18 = t7 * 134217729
  const t19 = t18 - (t18 - t7)
  const t20 = t5 * 134217729
  const t21 = t20 - (t20 - t5)
  const t22 = t5 - t21
  const t23 = t7 - t19
  const t24 = (t4 - t17 - (t19 * t21 - t17 + t19 * t22 + t23 * t21 + t23 * t22) - t7 * (1 - t5 + t3)) * t6
  const t25 = t11 * 134217729
  const t26 = t25 - (t25 - t11)
  const t27 = t14 * 134217729
  const t28 = t27 - (t27 - t14)
  const t29 = t14 - t28
  const t30 = t11 - t26
  const t31 = t10 * 134217729
  const t32 = t31 - (t31 - t10)
  const t33 = t10 - t32
  const t34 = t19 * t23
  const t35 =
    t2 -
    t9 +
    t8 +
    (t9 - t16 + t15) +
    (2 * t24 +
      (t26 * t28 -
        t15 +
        t26 * t29 +
        t30 * t28 +
        t30 * t29 +
        (t11 * (0.6666666666666666 - t14 + t13 + 3.700743415417188e-17) +
          (t19 * t32 - t11 + t19 * t33 + t23 * t32 + t23 * t33 + (t7 * (t19 * t19 - t10 + (t34 + t34) + t23 * t23 + t8 * t24) + t24 * t10)) * t14))) +
    t1 * 7.440617110012397e-11
  const t36 = t16 + t35
  const t37 = t36 * 0.4342944819032518
  const t38 = t36 * 134217729
  const t39 = t38 - (t38 - t36)
  const t40 = 0.4342944819032518 * 134217729
  const t41 = t40 - (t40 - 0.4342944819032518)
  const t42 = 0.4342944819032518 - t41
  const t43 = t36 - t39
  const t44 =
    Math.abs(t1) < 1022
      ? t37 + (t39 * t41 - t37 + t39 * t42 + t43 * t41 + t43 * t42 + (t36 * 1.098319650216765e-17 + (t16 - t36 + t35) * 0.4342944819032518))
      : log10Rare(x)
  return t44
}
