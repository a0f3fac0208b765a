/**
 * Numbers that JSON has no word for, as strings: "NaN", "Infinity", "-Infinity" and "-0".
 */
const unusual: ReadonlyMap<unknown, number> = /*#__PURE__*/ new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
])

/** The number that a string stands for, if it is one of the four. */
export const unusualNumber = (json: unknown): number | undefined => unusual.get(json)

/** A number as JSON keeps it. */
export const writeNumber = (value: number): number | string => (Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value))
