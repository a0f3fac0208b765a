/**
 * What may be done about an operation, with the pass over programs that looks for where: a bundle holds only the passes
 * it has a use for.
 */
export interface Passing<Program, Rule> {
  readonly rule: Rule
  readonly pass: (program: Program) => Program
}
