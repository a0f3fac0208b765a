/**
 * How a value depends on inputs that were marked: it is zero, or does not depend on them, or is a
 * linear function of them (not an affine one), or is neither or not known to be.
 */
export type Dependence = 'Zero' | 'Independent' | 'Linear' | 'Nonlinear'
