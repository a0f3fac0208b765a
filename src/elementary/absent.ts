/**
 * No definitions of elementary functions: nothing is compiled, so nobody asks for them.
 */
const absent = undefined

export {
  absent as acos,
  absent as asin,
  absent as atan,
  absent as cos,
  absent as cosh,
  absent as exp,
  absent as exp2,
  absent as expm1,
  absent as log,
  absent as log10,
  absent as log1p,
  absent as log2,
  absent as pow,
  absent as powByBase,
  absent as powByBaseTwice,
  absent as powByBoth,
  absent as powByExponent,
  absent as powByExponentTwice,
  absent as sechSquared,
  absent as sigmoid,
  absent as sin,
  absent as sinh,
  absent as softplus,
  absent as tan,
  absent as tanh,
}
