import type { PayloadKind } from '../bench/types.ts'
import type { TensorShape } from './shape.ts'

/** How a preset's size is known. */
export type PayloadMark = 'generic' | 'published' | 'measured' | 'derived' | 'assumed'

/** Tensors of one shape that travel together. */
export interface PayloadPart extends TensorShape {
  /** How many of them. */
  readonly count: number
  readonly name: string
}

/** A payload that a real edge carries, by shape and dtype. */
export interface PayloadPreset {
  readonly id: string
  readonly title: string
  /** Which edge of which pipeline carries it, in words. */
  readonly edge: string
  readonly kind: PayloadKind
  readonly parts: readonly PayloadPart[]
  /** Bytes of all parts, without headers. */
  readonly bytes: number
  /** KV transfers that the bytes are spread over: one per guidance companion or rank; 1 for all else. */
  readonly keys: number
  /** Bytes of headers that a published total has beyond `bytes`; null when none is known. */
  readonly headerBytes: number | null
  /** The computation with its numbers: `2 × [2500, 2048] float32 = 2 × 20,480,000 = 40,960,000 B`. */
  readonly formula: string
  readonly mark: PayloadMark
  /** Where the size comes from, or what it shows. */
  readonly note: string
}
