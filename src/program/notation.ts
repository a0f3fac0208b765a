/**
 * How an application of a primitive is written, as text and as LaTeX.
 */

export type Notation =
  | { readonly _tag: 'Infix'; readonly text: string; readonly latex: string; readonly precedence: number; readonly associative: boolean }
  | { readonly _tag: 'Prefix'; readonly text: string; readonly latex: string; readonly precedence: number }
  | { readonly _tag: 'Power'; readonly text: string; readonly latex: string }
  | { readonly _tag: 'Call'; readonly text: string; readonly latex: string }
  | { readonly _tag: 'Template'; readonly text: string; readonly latex: string }
