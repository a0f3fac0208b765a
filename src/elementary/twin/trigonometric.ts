/**
 * sin, cos, tan: written by `print` from the kernels beside this folder, and not to be edited.
 */
import { odd, turn } from '../bits.ts'
import { cosRare, sinRare, tanRare } from '../rare.ts'

export const sin = (x: number): number => {
  const t1 = x * 0.6366197723675814 + 6755399441055744
  const t2 = t1 - 6755399441055744
  const t3 = x - t2 * 1.5707963267923333
  const t4 = t2 * 2.5633441515839558e-12
  const t5 = t3 - t4
  const t6 = t2 * 1.0562999066987428e-23 - (t3 - t5 - t4)
  const t7 = t5 - t6
  const t8 = t7 * t7
  const t9 = t8 * 0.5
  const t10 = 1 - t9
  const t11 = t8 * t8
  const t12 = t11 * t11
  const t13 = t6 - (t5 - t7)
  const t14 =
    Math.abs(x) <= 50000
      ? turn(
          odd(t1)
            ? t10 +
                (1 -
                  t10 -
                  t9 +
                  (t11 *
                    (0.0416666666666666 +
                      t8 * -0.0013888888888874257 +
                      t11 * (0.000024801587289554284 + t8 * -2.755731437090137e-7) +
                      t12 * (2.0875725565114264e-9 + t8 * -1.135975708901858e-11)) +
                    t7 * t13))
            : t7 -
                (t13 * t10 -
                  t8 *
                    t7 *
                    (-0.16666666666666632 +
                      t8 * 0.008333333333322446 +
                      t11 * (-0.0001984126982983006 + t8 * 0.000002755731369864486) +
                      t12 * (-2.505075904547885e-8 + t8 * 1.5896843926276326e-10))),
          t1,
        )
      : sinRare(x)
  return t14
}

export const cos = (x: number): number => {
  const t1 = x * 0.6366197723675814 + 6755399441055744
  const t2 = t1 + 1
  const t3 = t1 - 6755399441055744
  const t4 = x - t3 * 1.5707963267923333
  const t5 = t3 * 2.5633441515839558e-12
  const t6 = t4 - t5
  const t7 = t3 * 1.0562999066987428e-23 - (t4 - t6 - t5)
  const t8 = t6 - t7
  const t9 = t8 * t8
  const t10 = t9 * 0.5
  const t11 = 1 - t10
  const t12 = t9 * t9
  const t13 = t12 * t12
  const t14 = t7 - (t6 - t8)
  const t15 =
    Math.abs(x) <= 50000
      ? turn(
          odd(t2)
            ? t11 +
                (1 -
                  t11 -
                  t10 +
                  (t12 *
                    (0.0416666666666666 +
                      t9 * -0.0013888888888874257 +
                      t12 * (0.000024801587289554284 + t9 * -2.755731437090137e-7) +
                      t13 * (2.0875725565114264e-9 + t9 * -1.135975708901858e-11)) +
                    t8 * t14))
            : t8 -
                (t14 * t11 -
                  t9 *
                    t8 *
                    (-0.16666666666666632 +
                      t9 * 0.008333333333322446 +
                      t12 * (-0.0001984126982983006 + t9 * 0.000002755731369864486) +
                      t13 * (-2.505075904547885e-8 + t9 * 1.5896843926276326e-10))),
          t2,
        )
      : cosRare(x)
  return t15
}

export const tan = (x: number): number => {
  const t1 = x * 0.6366197723675814 + 6755399441055744
  const t2 = t1 - 6755399441055744
  const t3 = x - t2 * 1.5707963267923333
  const t4 = t2 * 2.5633441515839558e-12
  const t5 = t3 - t4
  const t6 = t2 * 1.0562999066987428e-23 - (t3 - t5 - t4)
  const t7 = t5 - t6
  const t8 = odd(t1)
  const t9 = t7 * t7
  const t10 = t9 * 0.5
  const t11 = 1 - t10
  const t12 = t9 * t9
  const t13 = t12 * t12
  const t14 = t6 - (t5 - t7)
  const t15 = t7 * 134217729
  const t16 = t15 - (t15 - t7)
  const t17 = t7 - t16
  const t18 = t16 * t17
  const t19 =
    1 -
    t11 -
    t10 +
    (t12 *
      (0.0416666666666666 +
        t9 * -0.0013888888888874257 +
        t12 * (0.000024801587289554284 + t9 * -2.755731437090137e-7) +
        t13 * (2.0875725565114264e-9 + t9 * -1.135975708901858e-11)) +
      (t7 * t14 - (t16 * t16 - t9 + (t18 + t18) + t17 * t17) * 0.5))
  const t20 = t11 + t19
  const t21 = -(
    t14 * t11 -
    t9 *
      t7 *
      (-0.16666666666666632 +
        t9 * 0.008333333333322446 +
        t12 * (-0.0001984126982983006 + t9 * 0.000002755731369864486) +
        t13 * (-2.505075904547885e-8 + t9 * 1.5896843926276326e-10))
  )
  const t22 = t7 + t21
  const t23 = t8 ? -t20 : t22
  const t24 = t8 ? t22 : t20
  const t25 = 1 / t24
  const t26 = t23 * t25
  const t27 = t26 * 134217729
  const t28 = t27 - (t27 - t26)
  const t29 = t24 * 134217729
  const t30 = t29 - (t29 - t24)
  const t31 = t11 - t20 + t19
  const t32 = t7 - t22 + t21
  const t33 = Math.abs(x) <= 50000 ? (t7 === 0 ? t7 : t28 + (t23 - t28 * t30 + ((t8 ? -t31 : t32) - t28 * (t24 - t30 + (t8 ? t32 : t31)))) * t25) : tanRare(x)
  return t33
}
