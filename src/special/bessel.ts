/**
 * The Bessel functions J₀ and J₁: up to 2 the approximations of FreeBSD's msun `e_j0.c` and `e_j1.c`
 * (Sun Microsystems, 1993), above those of Hart et al. (Computer Approximations, 1968) as in
 * Boost.Math's `bessel_j0.hpp` and `bessel_j1.hpp`, exact relatively at their first two positive
 * zeros; beyond 8 the errors are small beside the amplitude √(2/πx).
 */
import { cos, sin } from '../elementary/twin/trigonometric.ts'
import { polynomial } from './elementary.ts'

// J₀(x) = 1 − x²/4 + x²·R(x²)/S(x²) and J₁(x) = x/2 + x·R(x²)/S(x²) up to 2
export const zeroTop2: ReadonlyArray<number> = [0, 1.56249999999999947958e-2, -1.89979294238854721751e-4, 1.8295404953270066567e-6, -4.61832688532103189199e-9]
export const zeroBottom2: ReadonlyArray<number> = [1, 1.56191029464890010492e-2, 1.1692678466333745026e-4, 5.13546550207318111446e-7, 1.16614003333790000205e-9]
export const oneTop2: ReadonlyArray<number> = [0, -6.25e-2, 1.40705666955189706048e-3, -1.5995563108403559752e-5, 4.96727999609584448412e-8]
export const oneBottom2: ReadonlyArray<number> = [
  1, 1.91537599538363460805e-2, 1.8594678558863091556e-4, 1.17718464042623683263e-6, 5.04636257076217042715e-9, 1.23542274426137913908e-11,
]

export const zeroTop4: ReadonlyArray<number> = [
  -4.1298668500990866786e11, 2.7282507878605942706e10, -6.2140700423540120665e8, 6.6302997904833794242e6, -3.6629814655107086448e4, 1.0344222815443188943e2,
  -1.2117036164593528341e-1,
]
export const zeroBottom4: ReadonlyArray<number> = [
  2.3883787996332290397e12, 2.6328198300859648632e10, 1.3985097372263433271e8, 4.56126962242199382e5, 9.3614022392337710626e2, 1,
]
export const zeroTop8: ReadonlyArray<number> = [
  -1.8319397969392084011e3, -1.2254078161378989535e4, -7.2879702464464618998e3, 1.0341910641583726701e4, 1.1725046279757103576e4, 4.4176707025325087628e3,
  7.4321196680624245801e2, 4.8591703355916499363e1,
]
export const zeroBottom8: ReadonlyArray<number> = [
  -3.5783478026152301072e5, 2.4599102262586308984e5, -8.4055062591169562211e4, 1.8680990008359188352e4, -2.9458766545509337327e3, 3.3307310774649071172e2,
  -2.5258076240801555057e1, 1,
]
export const zeroCosTop: ReadonlyArray<number> = [
  2.2779090197304684302e4, 4.1345386639580765797e4, 2.1170523380864944322e4, 3.4806486443249270347e3, 1.5376201909008354296e2, 8.8961548424210455236e-1,
]
export const zeroCosBottom: ReadonlyArray<number> = [
  2.2779090197304684318e4, 4.137041249551041664e4, 2.121535056188011573e4, 3.5028735138235608207e3, 1.5711159858080893649e2, 1,
]
export const zeroSinTop: ReadonlyArray<number> = [
  -8.9226600200800094098e1, -1.85919536443429938e2, -1.1183429920482737611e2, -2.2300261666214198472e1, -1.2441026745835638459, -8.8033303048680751817e-3,
]
export const zeroSinBottom: ReadonlyArray<number> = [
  5.7105024128512061905e3, 1.1951131543434613647e4, 7.2642780169211018836e3, 1.4887231232283756582e3, 9.0593769594993125859e1, 1,
]

export const oneTop4: ReadonlyArray<number> = [
  -1.4258509801366645672e11, 6.6781041261492395835e9, -1.1548696764841276794e8, 9.8062904098958257677e5, -4.461579298277507613e3, 1.0650724020080236441e1,
  -1.0767857011487300348e-2,
]
export const oneBottom4: ReadonlyArray<number> = [
  4.186860446082017529e12, 4.2091902282580133541e10, 2.0228375140097033958e8, 5.9117614494174794095e5, 1.0742272239517380498e3, 1,
]
export const oneTop8: ReadonlyArray<number> = [
  -1.7527881995806511112e16, 1.6608531731299018674e15, -3.6658018905416665164e13, 3.5580665670910619166e11, -1.8113931269860667829e9, 5.0793266148011179143e6,
  -7.5023342220781607561e3, 4.6179191852758252278,
]
export const oneBottom8: ReadonlyArray<number> = [
  1.7253905888447681194e18, 1.7128800897135812012e16, 8.4899346165481429307e13, 2.7622777286244082666e11, 6.4872502899596389593e8, 1.126712506502913805e6,
  1.3886978985861357615e3, 1,
]
export const oneCosTop: ReadonlyArray<number> = [
  -4.4357578167941278571e6, -9.9422465050776411957e6, -6.6033732483649391093e6, -1.5235293511811373833e6, -1.0982405543459346727e5, -1.6116166443246101165e3,
]
export const oneCosBottom: ReadonlyArray<number> = [
  -4.4357578167941278568e6, -9.934124389934585659e6, -6.5853394797230870728e6, -1.5118095066341608816e6, -1.0726385991103820119e5, -1.4550094401904961825e3, 1,
]
export const oneSinTop: ReadonlyArray<number> = [
  3.3220913409857223519e4, 8.5145160675335701966e4, 6.6178836581270835179e4, 1.8494262873223866797e4, 1.7063754290207680021e3, 3.5265133846636032186e1,
]
export const oneSinBottom: ReadonlyArray<number> = [
  7.0871281941028743574e5, 1.8194580422439972989e6, 1.4194606696037208929e6, 4.0029443582266975117e5, 3.7890229745772202641e4, 8.6383677696049909675e2, 1,
]

export const rootOfPi = 1.7724538509055161

const rational = (top: ReadonlyArray<number>, bottom: ReadonlyArray<number>, x: number): number => polynomial(top, x) / polynomial(bottom, x)

/** x − high/256 − low: the distance to a zero given in two parts. */
const from = (x: number, high: number, low: number): number => x - high / 256 - low

/** J₀(x); 0 at ±∞. */
export const besselJ0 = (x: number): number => {
  const a = Math.abs(x)
  if (a === Number.POSITIVE_INFINITY) return 0
  const z = a * a
  if (a < 1) return 1 + z * (rational(zeroTop2, zeroBottom2, z) - 0.25)
  if (a < 2) return (1 + a / 2) * (1 - a / 2) + z * rational(zeroTop2, zeroBottom2, z)
  if (a <= 4) return (a + 2.4048255576957727686) * from(a, 616, -1.42444230422723137837e-3) * rational(zeroTop4, zeroBottom4, z)
  if (a <= 8) return (a + 5.5200781102863106496) * from(a, 1413, 5.46860286310649596604e-4) * rational(zeroTop8, zeroBottom8, 1 - z / 64)
  const y = 8 / a
  const [s, c] = [sin(a), cos(a)]
  // √(2/πx) (p cos(x − π/4) − q sin(x − π/4)), by the addition theorems
  return (rational(zeroCosTop, zeroCosBottom, y * y) * (c + s) - y * rational(zeroSinTop, zeroSinBottom, y * y) * (s - c)) / (rootOfPi * Math.sqrt(a))
}

/** J₁(x); 0 at ±∞. */
export const besselJ1 = (x: number): number => {
  const a = Math.abs(x)
  if (a === Number.POSITIVE_INFINITY) return 0
  const z = a * a
  if (a < 2) return 0.5 * x + x * rational(oneTop2, oneBottom2, z)
  if (a <= 4) return x * (a + 3.8317059702075123156) * from(a, 981, -3.2527979248768438556e-4) * rational(oneTop4, oneBottom4, z)
  if (a <= 8) return x * (a + 7.0155866698156187535) * from(a, 1796, -3.833018438124646295e-5) * rational(oneTop8, oneBottom8, z)
  const y = 8 / a
  const [s, c] = [sin(a), cos(a)]
  const value = (rational(oneCosTop, oneCosBottom, y * y) * (s - c) + y * rational(oneSinTop, oneSinBottom, y * y) * (s + c)) / (rootOfPi * Math.sqrt(a))
  return x < 0 ? -value : value
}
