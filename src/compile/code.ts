/**
 * The one place where text becomes code.
 */
import { phantom } from '../type/phantom.ts'

/** A function of the parameters named, with the text as its body; null where the host forbids it, as a page's content-security policy may. */
export const codeOf = <F>(parameters: ReadonlyArray<string>, text: string): F | null => {
  try {
    return phantom<F>(new Function(...parameters, text))
  } catch (error) {
    if (error instanceof EvalError) return null
    throw error
  }
}

/** Whether code may be made here. */
export const mayMakeCode = (): boolean => codeOf([], '') !== null
