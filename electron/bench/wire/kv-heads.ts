import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { KvPayload } from './kv-payload.ts'
import { Tensor } from './value.ts'

/** Heads are dimension 1: a layer's tensor is `[tokens, heads, head_dim]`. */
const HEADS = 1

export interface HeadSlice {
  readonly targetRank: number
  readonly sourceRank: number
  readonly fromTp: number
  readonly toTp: number
}

/**
 * What one sending rank puts for one of several receiving ranks: its heads in `toTp / fromTp` equal slices, tagged
 * with `tp_head_slice` so that the receiver does not slice again. Fails when the heads do not divide.
 */
export function sliceForTarget(payload: KvPayload, slice: HeadSlice): Result<KvPayload> {
  const { targetRank, sourceRank, fromTp, toTp } = slice
  const count = toTp / fromTp
  if (!Number.isInteger(count))
    return fail('kv-tp', `KV TP mapping must be divisible: from_tp ${fromTp}, to_tp ${toTp}.`)
  const index = targetRank % count
  const cut = (tensor: Tensor | null): Result<Tensor | null> => sliceHeads(tensor, index, count)
  const keys = allOf(payload.keys.map(cut))
  const values = allOf(payload.values.map(cut))
  if (!keys.ok) return keys
  if (!values.ok) return values
  const tag = {
    applied: true,
    side: 'sender',
    target_rank: targetRank,
    source_rank: sourceRank,
    from_tp: fromTp,
    to_tp: toTp,
    offset_in_shard: index,
    num_slices: count,
  }
  const metadata = { ...payload.metadata, tp_head_slice: tag }
  return ok({ ...payload, metadata, keys: keys.value, values: values.value })
}

/** One receiving rank's cache out of several sending ranks' shards, joined head by head in source rank order. */
export function mergeShards(shards: readonly KvPayload[]): Result<KvPayload> {
  const [first] = shards
  if (first === undefined) return fail('kv-merge', 'There are no shards to merge.')
  if (shards.length === 1) return ok(first)
  if (shards.some(({ keys }) => keys.length !== first.keys.length))
    return fail('kv-merge', 'The shards have different numbers of layers.')
  const join = (side: 'keys' | 'values') =>
    allOf(first[side].map((_, layer) => joinHeads(shards.map(shard => shard[side][layer] ?? null))))
  const keys = join('keys')
  const values = join('values')
  if (!keys.ok) return keys
  return values.ok ? ok({ ...first, keys: keys.value, values: values.value }) : values
}

function sliceHeads(tensor: Tensor | null, index: number, count: number): Result<Tensor | null> {
  if (tensor === null || count === 1) return ok(tensor)
  const heads = tensor.shape[HEADS]
  if (heads === undefined || heads % count !== 0)
    return fail(
      'kv-heads',
      `KV head count must be divisible for heterogeneous TP slicing: ${heads ?? 'no'} heads in ${count} slices.`,
    )
  const share = heads / count
  const { rows, headBytes } = layoutOf(tensor)
  const data = Buffer.allocUnsafe(rows * share * headBytes)
  const rowBytes = heads * headBytes
  for (let row = 0; row < rows; row += 1) {
    const start = row * rowBytes + index * share * headBytes
    data.set(tensor.data.subarray(start, start + share * headBytes), row * share * headBytes)
  }
  return ok(new Tensor(tensor.dtype, withHeads(tensor.shape, share), data))
}

function joinHeads(tensors: readonly (Tensor | null)[]): Result<Tensor | null> {
  const present = tensors.filter(tensor => tensor !== null)
  const [first] = present
  if (first === undefined) return ok(null)
  if (present.length !== tensors.length || !present.every(tensor => isCompatible(tensor, first)))
    return fail('kv-merge', 'The shards of a layer differ in shape or element type, or one is missing.')
  const { rows } = layoutOf(first)
  const heads = present.reduce((sum, { shape }) => sum + (shape[HEADS] ?? 0), 0)
  const data = Buffer.allocUnsafe(present.reduce((sum, { data }) => sum + data.byteLength, 0))
  let at = 0
  for (let row = 0; row < rows; row += 1)
    for (const tensor of present) {
      const rowBytes = tensor.data.byteLength / rows
      data.set(tensor.data.subarray(row * rowBytes, (row + 1) * rowBytes), at)
      at += rowBytes
    }
  return ok(new Tensor(first.dtype, withHeads(first.shape, heads), data))
}

function layoutOf({ shape, data }: Tensor): { readonly rows: number; readonly headBytes: number } {
  const rows = shape[0] ?? 1
  const perRow = rows * (shape[HEADS] ?? 1)
  return { rows, headBytes: perRow === 0 ? 0 : data.byteLength / perRow }
}

const withHeads = (shape: readonly number[], heads: number): readonly number[] =>
  shape.map((size, dimension) => (dimension === HEADS ? heads : size))

const isCompatible = (tensor: Tensor, other: Tensor): boolean =>
  tensor.dtype === other.dtype &&
  tensor.shape.length === other.shape.length &&
  tensor.shape.every((size, dimension) => dimension === HEADS || size === other.shape[dimension])

function allOf<T>(results: readonly Result<T>[]): Result<readonly T[]> {
  const values: T[] = []
  for (const result of results) {
    if (!result.ok) return result
    values.push(result.value)
  }
  return ok(values)
}
