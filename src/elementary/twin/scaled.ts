/**
 * logScaled, log2Scaled, log10Scaled, logHigh, logLow: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { exponent, significand } from '../bits.ts'

export const logScaled = (x: number, y: number): number => {
  const t1 = exponent(x)
  const t2 = t1 + y
  const t3 = significand(x, t1) - 1
  const t4 = t3 * t3 * 0.5
  const t5 = t3 / (2 + t3)
  const t6 = t5 * t5
  const t7 = t6 * t6
  const value =
    t2 * 0.6931471804855391 -
    (t4 -
      (t5 *
        (t4 +
          t6 *
            (0.6666666666666734 +
              t6 * 0.39999999999417535 +
              t7 * (0.2857142874184796 + t6 * 0.22222198620720052) +
              t7 * t7 * (0.18183562200265238 + t6 * 0.15314097346533131 + t7 * 0.14795547545138357))) +
        t2 * 7.440617110012397e-11) -
      t3)
  return value
}

export const log2Scaled = (x: number, y: number): number => {
  const t1 = exponent(x)
  const t2 = t1 + y
  const t3 = significand(x, t1)
  const t4 = t3 - 1
  const t5 = 1 + t3
  const t6 = 1 / t5
  const t7 = t4 * t6
  const t8 = 2 * t7
  const t9 = t7 * t7
  const t10 = t7 * t9
  const t11 = t9 * t9
  const t12 =
    t9 *
    (0.40000000000002234 +
      t9 * 0.2857142857010895 +
      t11 * (0.2222222251850432 + t9 * 0.18181784474581894) +
      t11 * t11 * (0.1538675297356721 + t9 * 0.13256908311108592 + t11 * 0.13195569897855064))
  const t13 = 0.6666666666666666 + t12
  const t14 = t10 * t13
  const t15 = t8 + t14
  const t16 = t7 * t5
  const t17 = t7 * 134217729
  const t18 = t17 - (t17 - t7)
  const t19 = t5 * 134217729
  const t20 = t19 - (t19 - t5)
  const t21 = t5 - t20
  const t22 = t7 - t18
  const t23 = (t4 - t16 - (t18 * t20 - t16 + t18 * t21 + t22 * t20 + t22 * t21) - t7 * (1 - t5 + t3)) * t6
  const t24 = t10 * 134217729
  const t25 = t24 - (t24 - t10)
  const t26 = t13 * 134217729
  const t27 = t26 - (t26 - t13)
  const t28 = t13 - t27
  const t29 = t10 - t25
  const t30 = t9 * 134217729
  const t31 = t30 - (t30 - t9)
  const t32 = t9 - t31
  const t33 = t18 * t22
  const t34 =
    t8 -
    t15 +
    t14 +
    (2 * t23 +
      (t25 * t27 -
        t14 +
        t25 * t28 +
        t29 * t27 +
        t29 * t28 +
        (t10 * (0.6666666666666666 - t13 + t12 + 3.700743415417188e-17) +
          (t18 * t31 - t10 + t18 * t32 + t22 * t31 + t22 * t32 + (t7 * (t18 * t18 - t9 + (t33 + t33) + t22 * t22 + t8 * t23) + t23 * t9)) * t13)))
  const t35 = t15 + t34
  const t36 = t35 * 1.4426950408889634
  const t37 = t2 + t36
  const t38 = t37 - t2
  const t39 = t35 * 134217729
  const t40 = t39 - (t39 - t35)
  const t41 = 1.4426950408889634 * 134217729
  const t42 = t41 - (t41 - 1.4426950408889634)
  const t43 = 1.4426950408889634 - t42
  const t44 = t35 - t40
  const value =
    t37 +
    (t2 -
      (t37 - t38) +
      (t36 - t38) +
      (t40 * t42 - t36 + t40 * t43 + t44 * t42 + t44 * t43 + (t35 * 2.0355273740931033e-17 + (t15 - t35 + t34) * 1.4426950408889634)))
  return value
}

export const log10Scaled = (x: number, y: number): number => {
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
  const t38 = t37 * 0.4342944819032518
  const t39 = t37 * 134217729
  const t40 = t39 - (t39 - t37)
  const t41 = 0.4342944819032518 * 134217729
  const t42 = t41 - (t41 - 0.4342944819032518)
  const t43 = 0.4342944819032518 - t42
  const t44 = t37 - t40
  const value = t38 + (t40 * t42 - t38 + t40 * t43 + t44 * t42 + t44 * t43 + (t37 * 1.098319650216765e-17 + (t17 - t37 + t36) * 0.4342944819032518))
  return value
}

export const logHigh = (x: number, y: number): number => {
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
  const value =
    t17 +
    (t3 -
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
      t2 * 7.440617110012397e-11)
  return value
}

export const logLow = (x: number, y: number): number => {
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
  const value = t17 - (t17 + t36) + t36
  return value
}
