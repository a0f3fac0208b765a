/**
 * The loop language: what a program becomes on its way to code.
 *
 * A kernel is loops over buffers. Everything inside a loop is a scalar in a register, which is set
 * once; everything that outlives a loop is in a buffer. The language knows no shapes, no primitives
 * and no derivatives, so that an emitter is a few screens. Only data here; `show.ts` prints it.
 */
import type { DType } from '../array/dtype.ts'
import type { AnyTensor } from '../array/tensor.ts'
import type { Definition } from '../elementary/definition.ts'
import type { Operation } from '../program/model.ts'

/** What a register or an element of a buffer is: float64, or int32 (which serves for booleans too). */
export type Kind = 'f64' | 'i32'

/** A scalar, by its number; set at one place only. */
export type Register = number

/** What the machine does to scalars: `name` for emitters that have an instruction for it, `run` for all others. */
export interface Machine {
  readonly name: string
  readonly args: ReadonlyArray<Kind>
  readonly result: Kind
  readonly run: (...xs: ReadonlyArray<number>) => number
  /** What it is made of, where it is an elementary function. */
  readonly elementary: Definition | null
}

/** So many elements further per step of an enclosing loop. */
export interface Stride {
  readonly axis: number
  readonly stride: number
}

/** An element of a buffer: `offset` + Σ stride · axis + (stride · a computed index, of which it is known that it is less than `count`). */
export interface Place {
  readonly buffer: number
  readonly offset: number
  readonly strides: ReadonlyArray<Stride>
  readonly computed: { readonly index: Register; readonly stride: number; readonly count: number } | null
}

export type Block = ReadonlyArray<Statement>

export type Statement =
  | { readonly _tag: 'Literal'; readonly to: Register; readonly value: number }
  | { readonly _tag: 'Apply'; readonly to: Register; readonly machine: Machine; readonly args: ReadonlyArray<Register> }
  | { readonly _tag: 'Load'; readonly to: Register; readonly from: Place }
  | { readonly _tag: 'Store'; readonly to: Place; readonly value: Register }
  /** `to` ← machine(`to`, value). With lanes, `to` is the first of eight places `stride` apart, and the sum of `lanes` modulo 8 says which. */
  | {
      readonly _tag: 'Accumulate'
      readonly to: Place
      readonly machine: Machine
      readonly value: Register
      readonly lanes: { readonly of: ReadonlyArray<Stride>; readonly stride: number } | null
    }
  | { readonly _tag: 'Fill'; readonly to: Place; readonly count: number; readonly value: number }
  | { readonly _tag: 'Loop'; readonly axis: number; readonly extent: number; readonly body: Block }
  /** As long as the condition's block sets the test to 1, and at most so many times. */
  | { readonly _tag: 'While'; readonly condition: Block; readonly test: Register; readonly bound: number | null; readonly body: Block }
  | { readonly _tag: 'Choose'; readonly test: Register; readonly yes: Block; readonly no: Block }
  /** Statements that an emitter may put into a function of their own, within the loops over these axes. */
  | { readonly _tag: 'Part'; readonly axes: ReadonlyArray<number>; readonly body: Block }
  /** A primitive that the language does not express, evaluated by itself on whole buffers. */
  | { readonly _tag: 'Host'; readonly call: number; readonly from: ReadonlyArray<Place>; readonly to: ReadonlyArray<Place> }

/** Where a buffer's contents come from; a local one holds a single element, which an emitter keeps in a variable. */
export type Role = 'input' | 'constant' | 'made' | 'local'

export interface Storage {
  readonly kind: Kind
  readonly size: number
  readonly role: Role
}

/** A whole buffer read as an array when the kernel is done. */
export interface Delivery {
  readonly buffer: number
  readonly dtype: DType
  readonly shape: ReadonlyArray<number>
}

export interface Kernel {
  readonly buffers: ReadonlyArray<Storage>
  /** The kind of each register. */
  readonly registers: ReadonlyArray<Kind>
  readonly inputs: ReadonlyArray<number>
  readonly constants: ReadonlyArray<{ readonly buffer: number; readonly value: AnyTensor }>
  readonly outputs: ReadonlyArray<Delivery>
  readonly hosts: ReadonlyArray<Operation>
  readonly body: Block
  /** The axes of outermost loops, each of one part, whose turns may run on several threads at once. */
  readonly shared?: ReadonlyArray<number>
  /** How many operations a run would do more if sums passed nothing over. */
  readonly spared?: number
}

/** A kernel with other loops that do the same; `axis` numbers new ones. */
export type Pass = (kernel: Kernel, axis: () => number) => Kernel
