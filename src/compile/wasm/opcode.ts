/**
 * The binary codes of the instructions, under the names the WebAssembly specification (2.0)
 * gives them, sorted by what follows the code. Vector instructions stand behind the byte 0xfd and bulk memory ones
 * behind 0xfc; their numbers are LEB128.
 */

/** Nothing follows. */
export const plain = {
  else: 0x05,
  end: 0x0b,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.lt_u': 0x49,
  'i32.gt_s': 0x4a,
  'i32.le_s': 0x4c,
  'i32.ge_s': 0x4e,
  'i32.ge_u': 0x4f,
  'f64.eq': 0x61,
  'f64.ne': 0x62,
  'f64.lt': 0x63,
  'f64.gt': 0x64,
  'f64.le': 0x65,
  'f64.ge': 0x66,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.xor': 0x73,
  'i32.shl': 0x74,
  'i32.shr_s': 0x75,
  'i32.shr_u': 0x76,
  'i64.add': 0x7c,
  'i64.and': 0x83,
  'i64.xor': 0x85,
  'i64.shl': 0x86,
  'i64.shr_u': 0x88,
  'f64.abs': 0x99,
  'f64.neg': 0x9a,
  'f64.ceil': 0x9b,
  'f64.floor': 0x9c,
  'f64.trunc': 0x9d,
  'f64.nearest': 0x9e,
  'f64.sqrt': 0x9f,
  'f64.add': 0xa0,
  'f64.sub': 0xa1,
  'f64.mul': 0xa2,
  'f64.div': 0xa3,
  'f64.min': 0xa4,
  'f64.max': 0xa5,
  'f64.copysign': 0xa6,
  'i32.wrap_i64': 0xa7,
  'i64.extend_i32_s': 0xac,
  'f64.convert_i32_s': 0xb7,
  'f64.convert_i64_u': 0xba,
  'i64.reinterpret_f64': 0xbd,
  'f64.reinterpret_i64': 0xbf,
} as const

/** Nothing follows; behind 0xfd. */
export const vector = {
  'i64x2.splat': 18,
  'f64x2.splat': 20,
  'f64x2.eq': 71,
  'f64x2.ne': 72,
  'f64x2.lt': 73,
  'f64x2.gt': 74,
  'f64x2.le': 75,
  'f64x2.ge': 76,
  'v128.not': 77,
  'v128.and': 78,
  'v128.or': 80,
  'v128.xor': 81,
  'v128.bitselect': 82,
  'f64x2.ceil': 116,
  'f64x2.floor': 117,
  'f64x2.trunc': 122,
  'f64x2.nearest': 148,
  'i64x2.bitmask': 196,
  'i64x2.shl': 203,
  'i64x2.shr_u': 205,
  'i64x2.add': 206,
  'i64x2.eq': 214,
  'f64x2.abs': 236,
  'f64x2.neg': 237,
  'f64x2.sqrt': 239,
  'f64x2.add': 240,
  'f64x2.sub': 241,
  'f64x2.mul': 242,
  'f64x2.div': 243,
  'f64x2.min': 244,
  'f64x2.max': 245,
  'f64x2.pmin': 246,
  'f64x2.pmax': 247,
} as const

/** An index follows: of a local, a global, a function, or of a block counted from the innermost; or the number of a vector instruction without a name here. */
export const indexed = { br: 0x0c, br_if: 0x0d, call: 0x10, 'local.get': 0x20, 'local.set': 0x21, 'local.tee': 0x22, vector: 0xfd } as const

/** The type of the block's result follows. */
export const structured = { block: 0x02, loop: 0x03, if: 0x04 } as const

/** An alignment, as a power of 2, and an offset follow. */
export const memory = {
  'i32.load': 0x28,
  'i64.load': 0x29,
  'f64.load': 0x2b,
  'i32.store': 0x36,
  'i64.store': 0x37,
  'f64.store': 0x39,
} as const

/** The same, behind 0xfd. */
export const vectorMemory = { 'v128.load': 0, 'v128.load64_splat': 10, 'v128.store': 11, 'v128.load64_zero': 93 } as const

/** The same, and then a lane; behind 0xfd. */
export const laneMemory = { 'v128.load64_lane': 87, 'v128.store64_lane': 91 } as const

/** A lane follows; behind 0xfd. */
export const lane = {
  'i32x4.extract_lane': 27,
  'i64x2.extract_lane': 29,
  'i64x2.replace_lane': 30,
  'f64x2.extract_lane': 33,
  'f64x2.replace_lane': 34,
} as const

/** Zero bytes, one for each memory, follow; behind 0xfc. */
export const bulk = { 'memory.copy': 10, 'memory.fill': 11 } as const
