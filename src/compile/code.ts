/**
 * The one place where text becomes code.
 */
import { phantom } from '../type/phantom.ts'
import { permission } from './permission.ts'

/** Whether code may be made of text here. */
export const mayMakeCode: () => boolean = /*#__PURE__*/ permission(() => new Function(''))

/** A function of the parameters named, with the text as its body; null where the host forbids it, as a page's content-security policy may. */
export const codeOf = <F>(parameters: ReadonlyArray<string>, text: string): F | null => (mayMakeCode() ? phantom<F>(new Function(...parameters, text)) : null)
