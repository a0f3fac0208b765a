/**
 * The library without its types, for tests of many operations where types are not what is tested: they take long to check.
 */
import * as wengert from '../src/index.ts'
import { phantom } from '../src/type/phantom.ts'

export const untyped: { readonly [Name in keyof typeof wengert]: (...xs: ReadonlyArray<unknown>) => never } = phantom(wengert)
