/**
 * A row of the table of derivatives: a function, its arguments, and what was computed with hundreds of digits, by order.
 */
export type Entry = number | string

export interface Row {
  readonly fn: string
  readonly x: Entry
  readonly y?: Entry
  readonly d: { readonly [order: string]: Entry }
  readonly s?: { readonly [order: string]: Entry }
  readonly grade: { readonly [order: string]: string }
  readonly tol: { readonly [order: string]: number }
  readonly zero_atol?: { readonly [order: string]: number }
  readonly special?: boolean
}
