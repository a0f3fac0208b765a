/**
 * Types that exist only for the compiler. A smart constructor knows at run time what its signature
 * promises in types (a shape it has just computed, a mask's phantom `then`); here it says so.
 */
export const phantom = <T>(value: unknown): T => value as T
