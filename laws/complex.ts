/**
 * Complex numbers and the elementary functions on them, each written from its real and imaginary
 * part and exact in an imaginary part however small. Branches are principal.
 *
 * They stand apart from the library's derivative rules, so that a complex step through them is an
 * oracle of its own. Formulas: W. Kahan, Branch cuts for complex elementary functions (1987).
 */

/** re + i·im. */
export interface Complex {
  readonly re: number
  readonly im: number
}

export type ComplexFunction = (...zs: ReadonlyArray<Complex>) => Complex

export const complex = (re: number, im = 0): Complex => ({ re, im })

const zero = complex(0)

// field ------------------------------------------------------------------------------------

export const plus = (x: Complex, y: Complex): Complex => complex(x.re + y.re, x.im + y.im)
export const minus = (x: Complex, y: Complex): Complex => complex(x.re - y.re, x.im - y.im)
export const product = (x: Complex, y: Complex): Complex => complex(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re)
export const scaled = (s: number, x: Complex): Complex => complex(s * x.re, s * x.im)

export const quotient = (x: Complex, y: Complex): Complex => {
  const size = y.re * y.re + y.im * y.im
  return complex((x.re * y.re + x.im * y.im) / size, (x.im * y.re - x.re * y.im) / size)
}

// exponentials, logarithms, roots ----------------------------------------------------------

export const exponential = (z: Complex): Complex => complex(Math.exp(z.re) * Math.cos(z.im), Math.exp(z.re) * Math.sin(z.im))
export const logarithm = (z: Complex): Complex => complex(Math.log(Math.hypot(z.re, z.im)), Math.atan2(z.im, z.re))

export const root = (z: Complex): Complex => {
  const size = Math.hypot(z.re, z.im)
  if (size === 0) return zero
  const half = Math.sqrt((size + Math.abs(z.re)) / 2)
  const other = z.im / (2 * half)
  return z.re >= 0 ? complex(half, other) : complex(Math.abs(other), z.im < 0 ? -half : half)
}

/** The cube root that is real on the real line. */
const cubeRoot = (z: Complex): Complex =>
  z.re < 0 ? scaled(-1, exponential(scaled(1 / 3, logarithm(scaled(-1, z))))) : exponential(scaled(1 / 3, logarithm(z)))

const logistic = (z: Complex): Complex => quotient(complex(1), plus(complex(1), exponential(scaled(-1, z))))

// circular and hyperbolic ------------------------------------------------------------------

export const sine = (z: Complex): Complex => complex(Math.sin(z.re) * Math.cosh(z.im), Math.cos(z.re) * Math.sinh(z.im))
const cosine = (z: Complex): Complex => complex(Math.cos(z.re) * Math.cosh(z.im), -Math.sin(z.re) * Math.sinh(z.im))

const arcsine = (z: Complex): Complex => {
  const [low, high] = [root(minus(complex(1), z)), root(plus(complex(1), z))]
  return complex(Math.atan2(z.re, low.re * high.re - low.im * high.im), Math.asinh(low.re * high.im - low.im * high.re))
}

const arctangent = (z: Complex): Complex =>
  complex(Math.atan2(2 * z.re, 1 - z.re * z.re - z.im * z.im) / 2, Math.atanh((2 * z.im) / (1 + z.re * z.re + z.im * z.im)) / 2)

/** arsinh z = i·arcsin(−iz). */
const areaSine = (z: Complex): Complex => {
  const turned = arcsine(complex(z.im, -z.re))
  return complex(-turned.im, turned.re)
}

const areaCosine = (z: Complex): Complex => {
  const [low, high] = [root(minus(z, complex(1))), root(plus(z, complex(1)))]
  return complex(Math.asinh(low.re * high.re + low.im * high.im), 2 * Math.atan2(low.im, high.re))
}

const areaTangent = (z: Complex): Complex =>
  complex(Math.atanh((2 * z.re) / (1 + z.re * z.re + z.im * z.im)) / 2, Math.atan2(2 * z.im, 1 - z.re * z.re - z.im * z.im) / 2)

/** The angle of the point (x, y): arctan(y/x) in the half plane where the real parts lie. */
const angle = (y: Complex, x: Complex): Complex => {
  const slope = Math.abs(x.re) >= Math.abs(y.re) ? arctangent(quotient(y, x)) : scaled(-1, arctangent(quotient(x, y)))
  return complex(Math.atan2(y.re, x.re), slope.im)
}

/** Larger, smaller and absolute value go by the real part: analytic on either side of the kink. */
const first = (is: boolean, x: Complex, y: Complex): Complex => (is ? x : y)

// table ------------------------------------------------------------------------------------

/** The complex function of each elementary primitive, by name. */
export const complexFunctions: { readonly [primitive: string]: ComplexFunction } = {
  add: (x = zero, y = zero) => plus(x, y),
  sub: (x = zero, y = zero) => minus(x, y),
  mul: (x = zero, y = zero) => product(x, y),
  div: (x = zero, y = zero) => quotient(x, y),
  neg: (z = zero) => scaled(-1, z),
  square: (z = zero) => product(z, z),
  reciprocal: (z = zero) => quotient(complex(1), z),
  sqrt: (z = zero) => root(z),
  cbrt: (z = zero) => cubeRoot(z),
  rsqrt: (z = zero) => quotient(complex(1), root(z)),
  exp: (z = zero) => exponential(z),
  expm1: (z = zero) => complex(Math.expm1(z.re) * Math.cos(z.im) - 2 * Math.sin(z.im / 2) ** 2, Math.exp(z.re) * Math.sin(z.im)),
  log: (z = zero) => logarithm(z),
  log1p: (z = zero) => complex(Math.log1p(z.re * (2 + z.re) + z.im * z.im) / 2, Math.atan2(z.im, 1 + z.re)),
  pow: (x = zero, y = zero) => exponential(product(y, logarithm(x))),
  hypot: (x = zero, y = zero) => root(plus(product(x, x), product(y, y))),
  sigmoid: (z = zero) => logistic(z),
  softplus: (z = zero) => logarithm(plus(complex(1), exponential(z))),
  sin: (z = zero) => sine(z),
  cos: (z = zero) => cosine(z),
  tan: (z = zero) => quotient(sine(z), cosine(z)),
  asin: (z = zero) => arcsine(z),
  acos: (z = zero) => minus(complex(Math.PI / 2), arcsine(z)),
  atan: (z = zero) => arctangent(z),
  atan2: (y = zero, x = zero) => angle(y, x),
  sinh: (z = zero) => complex(Math.sinh(z.re) * Math.cos(z.im), Math.cosh(z.re) * Math.sin(z.im)),
  cosh: (z = zero) => complex(Math.cosh(z.re) * Math.cos(z.im), Math.sinh(z.re) * Math.sin(z.im)),
  tanh: (z = zero) => {
    const size = Math.cosh(2 * z.re) + Math.cos(2 * z.im)
    return complex(Math.sinh(2 * z.re) / size, Math.sin(2 * z.im) / size)
  },
  asinh: (z = zero) => areaSine(z),
  acosh: (z = zero) => areaCosine(z),
  atanh: (z = zero) => areaTangent(z),
  abs: (z = zero) => first(z.re >= 0, z, scaled(-1, z)),
  max: (x = zero, y = zero) => first(x.re >= y.re, x, y),
  min: (x = zero, y = zero) => first(x.re <= y.re, x, y),
}
