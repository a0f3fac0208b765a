/**
 * What the table is to show: ours over by hand, for a case or for the geometric mean over the sizes of
 * a problem, and the gradient over the objective.
 */
/** Upper bounds. */
export interface Goal {
  readonly ratio: number
  readonly gradientOverObjective?: number
}

/** Of one case. */
export const goals: Readonly<Record<string, Goal>> = {
  A: { ratio: 2 },
  B10: { ratio: 2 },
  B1000: { ratio: 1.2 },
  B100000: { ratio: 1 },
  C1: { ratio: 0.5 },
  C2: { ratio: 0.5 },
  D: { ratio: 0.4 },
  E: { ratio: 0.25 },
  F: { ratio: 2 },
  G: { ratio: 2 },
}

/** Of all sizes of a problem. */
export const means: Readonly<Record<string, Goal>> = {
  gmm: { ratio: 0.45, gradientOverObjective: 2.7 },
  ba: { ratio: 0.8, gradientOverObjective: 5 },
  lstm: { ratio: 0.45, gradientOverObjective: 1.6 },
  hand: { ratio: 0.6 },
}

/** Milliseconds of preparation. */
export const preparation: Readonly<Record<string, { readonly cold?: number; readonly warm?: number }>> = {
  A: { cold: 2.6, warm: 0.4 },
  D: { cold: 43 },
}

/** The largest ρ of an answer. */
export const tolerance = 1e-8

/** The problem whose sizes are judged together, or null. */
export const problemOf = (id: string): string | null => Object.keys(means).find((name) => id.startsWith(`${name}-`)) ?? null
