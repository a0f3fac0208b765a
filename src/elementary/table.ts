/**
 * Tables that terms read: rows of numbers, as many as a power of two, computed when they are first asked for.
 */

export interface Table {
  /** The name of the JavaScript function that reads it, exported where the table is made. */
  readonly name: string
  readonly rows: number
  readonly columns: number
  /** Row by row. */
  readonly values: () => ReadonlyArray<number>
}

/** The values of a table as a function that computes them once. */
export const computedOnce = (values: () => ReadonlyArray<number>): Table['values'] => {
  let known: ReadonlyArray<number> | null = null
  return () => {
    known ??= values()
    return known
  }
}
