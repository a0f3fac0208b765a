/**
 * Text of a function as it is written: its lines, what it closes over, and names nobody else uses.
 */

export interface Page {
  /** Lines before the function: what it closes over by name. */
  readonly head: ReadonlyArray<string>
  readonly lines: ReadonlyArray<string>
  /** The values named, in the list `k`. */
  readonly constants: ReadonlyArray<unknown>
  readonly put: (line: string) => void
  readonly before: (line: string) => void
  /** A name for a value; one name for the same value. */
  readonly constant: (value: unknown) => string
  /** A new variable with the value of an expression. */
  readonly variable: (expression: string) => string
}

export const page = (): Page => {
  const head: Array<string> = []
  const lines: Array<string> = []
  const constants: Array<unknown> = []
  const known = new Map<unknown, string>()
  let variables = 0
  const put = (line: string): void => {
    lines.push(line)
  }
  return {
    head,
    lines,
    constants,
    put,
    before: (line) => {
      head.push(line)
    },
    constant: (value) => {
      const name = known.get(value)
      if (name !== undefined) return name
      const fresh = `k${constants.push(value) - 1}`
      known.set(value, fresh)
      head.push(`const ${fresh} = k[${constants.length - 1}]`)
      return fresh
    },
    variable: (expression) => {
      const name = `a${variables++}`
      put(`const ${name} = ${expression}`)
      return name
    },
  }
}
