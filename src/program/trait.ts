/**
 * What primitives, and values and variables of laws, are said to be: small types without expressions in them.
 */

/**
 * How a value depends on inputs that were marked: it is zero, or does not depend on them, or is a
 * linear function of them (not an affine one), or is neither or not known to be.
 */
export type Dependence = 'Zero' | 'Independent' | 'Linear' | 'Nonlinear'

/** How an application is written. */
export type Notation =
  | { readonly _tag: 'Infix'; readonly text: string; readonly latex: string; readonly precedence: number; readonly associative: boolean }
  | { readonly _tag: 'Prefix'; readonly text: string; readonly latex: string; readonly precedence: number }
  | { readonly _tag: 'Power'; readonly text: string; readonly latex: string }
  | { readonly _tag: 'Call'; readonly text: string; readonly latex: string }
  | { readonly _tag: 'Template'; readonly text: string; readonly latex: string }

/** An interval from which the laws sample an operand; `avoid` lists points with no derivative. */
export interface Domain {
  readonly from: number
  readonly to: number
  readonly avoid?: ReadonlyArray<number>
}

/** What may be done about an operation, with the pass over programs that looks for where: a bundle holds only the passes it has a use for. */
export interface Passing<Program, Rule> {
  readonly rule: Rule
  readonly pass: (program: Program) => Program
}

/** What a variable of a law stands for: any float64 value, any mask, or a float64 constant (a number, or one number repeated). */
export type Kind = 'float' | 'mask' | 'constant'
