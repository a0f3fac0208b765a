/**
 * What calls ask of a compiler. They know it as `#compiler`, which package.json maps to this file, or to `absent.ts`
 * under the condition `interpreted`: so a bundle can be made without it.
 */
export { compileProgram } from './kernel.ts'
export { swiftCall } from './swift.ts'
export { isCompiled, promote, runProgram, writeOut } from './tier.ts'
