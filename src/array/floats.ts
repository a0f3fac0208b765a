/**
 * Arrays of floats as callers hand them over.
 */

/** Whether a value is a Float64Array itself: a Proxy of one says that it is one, and has none of its entries. */
export const isFloats = (value: unknown): value is Float64Array => value instanceof Float64Array && ArrayBuffer.isView(value)
