/**
 * The one place where text becomes code.
 */
import { phantom } from '../type/phantom.ts'
import { permission } from './permission.ts'

const made = (parameters: ReadonlyArray<string>, text: string): unknown => new Function(...parameters, text)

/** Whether code may be made of text here. */
export const mayMakeCode: () => boolean = /*#__PURE__*/ permission(() => made([], ''))

/** A function of the parameters named, with the text as its body; null where the host forbids it, as a page's content-security policy may. */
export const codeOf = <F>(parameters: ReadonlyArray<string>, text: string): F | null => (mayMakeCode() ? phantom<F>(made(parameters, text)) : null)
