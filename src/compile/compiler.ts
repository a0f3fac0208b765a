/**
 * What calls and tiers ask of a compiler. They know it as `#compiler`, which package.json maps to this file, or to
 * `absent.ts` under the condition `interpreted`: so a bundle can be made without it.
 */
export { mayMakeCode } from './code.ts'
export { directCall } from './direct.ts'
export { compileProgram } from './kernel.ts'
export { straight } from './straight.ts'
