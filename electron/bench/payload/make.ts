import { readFile } from 'node:fs/promises'
import type { PayloadSpec } from '../../../core/bench/types.ts'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { canonicalDtype, payloadBytes, payloadPreset } from '../../../core/payload/index.ts'
import { payloadMemory } from '../native/page-memory.ts'
import { type PayloadValue, Tensor } from '../wire/value.ts'
import { fillFromSeed, xorshift } from './random-bytes.ts'

/** What an edge sends: made once from a seed, stamped anew for every request so that no two are the same. */
export interface Payload {
  readonly value: PayloadValue
  /** Bytes of the content, without headers. */
  readonly bytes: number
  stamp(request: number): void
}

/** Fails when a file cannot be read or a shape makes no sense. */
export async function makePayload(spec: PayloadSpec, seed: number): Promise<Result<Payload>> {
  if (spec.file !== undefined) return fromFile(spec.file)
  switch (spec.kind) {
    case 'bytes': {
      const data = seeded(spec.bytes, seed)
      return ok({ value: data, bytes: data.byteLength, stamp: stampOf([data]) })
    }
    case 'tensor':
      return tensorPayload(spec, seed)
    case 'nested':
      return ok(nestedPayload(spec, seed))
    case 'list':
      return ok(listPayload(spec, seed))
  }
}

function seeded(bytes: number, seed: number): Uint8Array {
  const data = payloadMemory(bytes)
  fillFromSeed(data, seed)
  return data
}

async function fromFile(path: string): Promise<Result<Payload>> {
  try {
    const content = await readFile(path)
    const data = payloadMemory(content.byteLength)
    data.set(content)
    return ok({ value: data, bytes: data.byteLength, stamp: () => undefined })
  } catch (error) {
    return fail(
      'payload-file',
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function tensorPayload(spec: PayloadSpec, seed: number): Result<Payload> {
  const dtype = canonicalDtype(spec.dtype ?? 'uint8')
  if (dtype === null)
    return fail('payload-dtype', `${spec.dtype} is no element type that the wire format has.`)
  const shape = spec.shape ?? [spec.bytes]
  const bytes = payloadBytes(shape, dtype)
  if (bytes === null) return fail('payload-shape', `[${shape.join(', ')}] ${dtype} is too large.`)
  const data = seeded(bytes, seed)
  return ok({ value: new Tensor(dtype, shape, data), bytes, stamp: stampOf([data]) })
}

/** The map that the orchestrator puts: `{engine_inputs, sampling_params, metadata}`, tensors under their names. */
function nestedPayload(spec: PayloadSpec, seed: number): Payload {
  const tensors = nestedParts(spec).flatMap(({ name, shape, dtype, count }) =>
    Array.from({ length: count }, (_, index) => ({
      name: count === 1 ? name : `${name} ${index}`,
      tensor: new Tensor(dtype, shape, seeded(payloadBytes(shape, dtype) ?? 0, seed + index)),
    })),
  )
  const metadata = { original_prompt: '', stage_transition: '', timestamp: 0 }
  const value = {
    engine_inputs: Object.fromEntries(tensors.map(({ name, tensor }) => [name, tensor])),
    sampling_params: { temperature: 0.4, top_p: 0.9, max_tokens: 2048, seed: 42 },
    metadata,
  }
  const stamp = stampOf(tensors.map(({ tensor }) => tensor.data))
  return {
    value,
    bytes: tensors.reduce((sum, { tensor }) => sum + tensor.data.byteLength, 0),
    stamp(request) {
      metadata.timestamp = request
      stamp(request)
    },
  }
}

function nestedParts(spec: PayloadSpec) {
  const preset = spec.preset === undefined ? null : payloadPreset(spec.preset)
  if (preset !== null && preset.bytes === spec.bytes) return preset.parts
  const half = Math.floor(spec.bytes / 2)
  return [
    { name: 'hidden_states', shape: [half], dtype: 'uint8', count: 1 },
    { name: 'embeds', shape: [spec.bytes - half], dtype: 'uint8', count: 1 },
  ]
}

const LIST_WIDTH = 1024

/** As many numbers as `bytes` hold in float32, as rows of Python floats: what `.tolist()` sends. */
function listPayload(spec: PayloadSpec, seed: number): Payload {
  const next = xorshift(seed)
  const numbers = Math.max(1, Math.floor(spec.bytes / 4))
  const width = spec.shape?.at(-1) ?? LIST_WIDTH
  // A fraction that is never whole: a whole float would need a box to stay one.
  const rows = Array.from({ length: Math.ceil(numbers / width) }, (_, row) =>
    Array.from(
      { length: Math.min(width, numbers - row * width) },
      () => ((next() % 2 ** 20) + 0.5) / 2 ** 20,
    ),
  )
  return {
    value: rows,
    bytes: numbers * 4,
    stamp(request) {
      const first = rows[0]
      if (first) first[0] = request + 0.5
    },
  }
}

/** Writes the request's number into the first eight bytes, as far as there are any. */
function stampOf(parts: readonly Uint8Array[]): (request: number) => void {
  const mark = new Uint8Array(8)
  const view = new DataView(mark.buffer)
  return request => {
    view.setFloat64(0, request + 0.5)
    for (const part of parts) part.set(mark.subarray(0, Math.min(8, part.byteLength)))
  }
}
