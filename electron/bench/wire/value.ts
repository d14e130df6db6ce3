/** A torch tensor as it travels: dtype without the `torch.` prefix, little-endian row-major bytes. */
export class Tensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: Uint8Array

  constructor(dtype: string, shape: readonly number[], data: Uint8Array) {
    this.dtype = dtype
    this.shape = shape
    this.data = data
  }
}

/** A numpy array: `dtype` is numpy's `dtype.str` with the byte order character (`<f4`, `|u1`), C-order bytes. */
export class NdArray {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: Uint8Array

  constructor(dtype: string, shape: readonly number[], data: Uint8Array) {
    this.dtype = dtype
    this.shape = shape
    this.data = data
  }
}

/** A PIL image: `shape` is `[H, W]` or `[H, W, C]`, one byte per sample. */
export class PilImage {
  readonly mode: string
  readonly shape: readonly number[]
  readonly data: Uint8Array

  constructor(mode: string, shape: readonly number[], data: Uint8Array) {
    this.mode = mode
    this.shape = shape
    this.data = data
  }
}

/**
 * A float64 whose value is whole (`1.0`). JavaScript has one number type and MessagePack has two, so without it a
 * payload that is read and written again would not be the same bytes.
 */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

export type MapKey = string | number | bigint

/** Decoding gives maps as `Map`, which keeps the order of keys and integer keys apart from text. */
export type ValueMap = ReadonlyMap<MapKey, PayloadValue>

/** What a connector moves: everything that the runtime's serializer gives back unchanged. */
export type PayloadValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Tensor
  | NdArray
  | PilImage
  | Float
  | readonly PayloadValue[]
  | ValueMap
  | { readonly [key: string]: PayloadValue }
