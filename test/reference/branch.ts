/**
 * A part of a syntax tree.
 */

export interface Branch {
  readonly [key: string]: unknown
  readonly type: string
  readonly start: number
  readonly end: number
}

export const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
