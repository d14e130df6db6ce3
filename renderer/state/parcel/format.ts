/**
 * A value as flat arrays: it crosses from the worker to the window without a copy, and the window makes objects only of
 * those parts that somebody looks at. A structured clone would make all of them, after every key that is typed.
 */
export interface Parcel {
  /** Blocks of references. An array: length, items. A map: size, keys and values by turns. An object: shape, members. */
  readonly blocks: Int32Array<ArrayBuffer>
  readonly numbers: Float64Array<ArrayBuffer>
  /** References that lead to one thing from several places. */
  readonly again: Int32Array<ArrayBuffer>
  readonly strings: readonly string[]
  /** Values of other kinds, as a structured clone carries them. */
  readonly others: readonly unknown[]
  /** The names of the members of each shape of object. */
  readonly shapes: readonly (readonly string[])[]
  readonly root: number
}

/** What a reference leads to; it stands in its lowest three bits, the rest is an index or the number itself. */
export const KIND = {
  constant: 0,
  small: 1,
  number: 2,
  string: 3,
  other: 4,
  array: 5,
  map: 6,
  object: 7,
} as const

export const CONSTANTS: readonly unknown[] = [null, undefined, true, false]

/** Whole numbers up to here, of either sign, stand in the reference itself. */
export const LARGEST_SMALL = 2 ** 28 - 1

export const reference = (kind: number, index: number): number => (index << 3) | kind
export const kindOf = (ref: number): number => ref & 7
/** Whether a reference leads to no list, map or object that would have to be made. */
export const isLeaf = (ref: number): boolean => kindOf(ref) < KIND.array
export const indexOf = (ref: number): number => ref >> 3

/** What of a parcel changes hands instead of being copied. */
export const partsToHandOver = ({ blocks, numbers, again }: Parcel): ArrayBuffer[] => [
  blocks.buffer,
  numbers.buffer,
  again.buffer,
]
