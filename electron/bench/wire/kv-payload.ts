import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { canonicalDtype, dtypeBytes } from '../../../core/payload/dtype.ts'
import { Tensor } from './value.ts'

/** What a request's KV cache is made of when it travels (the runtime's `KVCacheTransferData`). */
export interface KvPayload {
  readonly requestId: string
  readonly blockIds: readonly number[]
  readonly metadata: Readonly<Record<string, unknown>>
  /** One per layer; null where a layer has none. */
  readonly keys: readonly (Tensor | null)[]
  readonly values: readonly (Tensor | null)[]
}

interface Descriptor {
  readonly n: string
  readonly i?: number
  readonly d?: string
  readonly s?: readonly number[]
  readonly o?: number
  readonly b?: number
  readonly x?: boolean
}

/** Element types that the runtime's reader lets through. Others exist in torch and are refused. */
const READABLE = new Set([
  'bool',
  'uint8',
  'int8',
  'int16',
  'int32',
  'int64',
  'float16',
  'float32',
  'float64',
  'bfloat16',
  'complex64',
  'complex128',
  'float8_e4m3fn',
  'float8_e4m3fnuz',
  'float8_e5m2',
  'float8_e5m2fnuz',
])

/**
 * The bytes of a KV payload: length of the header (u32, big-endian), the header as compact JSON, then all tensors
 * back to back, keys of all layers before values.
 */
export function encodeKv(payload: KvPayload): Uint8Array {
  const tensors: Tensor[] = []
  const descriptors: Descriptor[] = []
  let offset = 0
  const describe = (tensor: Tensor | null, name: string, layer: number): void => {
    if (tensor === null) {
      descriptors.push({ n: `${name}_${layer}`, x: true })
      return
    }
    const { dtype, shape, data } = tensor
    descriptors.push({ n: `${name}_${layer}`, i: layer, d: dtype, s: shape, o: offset, b: data.byteLength })
    tensors.push(tensor)
    offset += data.byteLength
  }
  for (const [layer, tensor] of payload.keys.entries()) describe(tensor, 'key_cache', layer)
  for (const [layer, tensor] of payload.values.entries()) describe(tensor, 'value_cache', layer)
  const header = Buffer.from(pythonJson(headerOf(payload, descriptors)))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(header.length)
  return Buffer.concat([length, header, ...tensors.map(({ data }) => data)])
}

const headerOf = (
  { requestId, blockIds, metadata, keys }: KvPayload,
  descriptors: readonly Descriptor[],
) => ({
  rid: requestId,
  bids: blockIds,
  meta: metadata,
  nl: keys.length,
  td: descriptors,
})

/** Python's `json.dumps` escapes everything beyond ASCII. */
const pythonJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Reads a KV payload; its tensors are views of `bytes`. Fails on what the runtime's reader raises on. */
export function decodeKv(bytes: Uint8Array): Result<KvPayload> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length < 4) return fail('kv-decode', `A KV payload has at least 4 bytes, not ${view.length}.`)
  const headerBytes = view.readUInt32BE(0)
  if (headerBytes > view.length - 4)
    return fail('kv-decode', `The header announces ${headerBytes} bytes and ${view.length - 4} follow.`)
  const header = parseHeader(view.toString('utf8', 4, 4 + headerBytes))
  if (header === null)
    return fail('kv-decode', 'The header of the KV payload is not the JSON that it should be.')
  return fillLayers(header, view.subarray(4 + headerBytes))
}

interface Header {
  readonly rid: string
  readonly bids: readonly number[]
  readonly meta: Readonly<Record<string, unknown>>
  readonly nl: number
  readonly td: readonly Descriptor[]
}

function fillLayers(header: Header, body: Buffer): Result<KvPayload> {
  const keys: (Tensor | null)[] = new Array(header.nl).fill(null)
  const values: (Tensor | null)[] = new Array(header.nl).fill(null)
  for (const descriptor of header.td) {
    const name = String(descriptor.n)
    const layers = name.startsWith('key_cache_') ? keys : name.startsWith('value_cache_') ? values : null
    if (layers === null) return fail('kv-decode', `A KV payload has no tensor "${name}".`)
    if (descriptor.x === true) continue
    const layer = descriptor.i ?? Number(name.slice(name.lastIndexOf('_') + 1))
    if (!Number.isInteger(layer) || layer < 0 || layer >= header.nl)
      return fail('kv-decode', `"${name}" is of layer ${layer}, and there are ${header.nl}.`)
    const tensor = readTensor(descriptor, body)
    if (!tensor.ok) return tensor
    layers[layer] = tensor.value
  }
  return ok({ requestId: header.rid, blockIds: header.bids, metadata: header.meta, keys, values })
}

function readTensor({ n, d, s, o, b }: Descriptor, body: Buffer): Result<Tensor> {
  if (typeof d !== 'string' || !READABLE.has(d) || canonicalDtype(d) === null)
    return fail(
      'kv-decode',
      `"${n}" has the element type ${JSON.stringify(d)}, which KV payloads cannot carry.`,
    )
  if (!Array.isArray(s) || !s.every(isCount) || !isCount(o) || !isCount(b) || o + b > body.length)
    return fail('kv-decode', `"${n}" lies outside the ${body.length} bytes of the payload.`)
  const expected = s.reduce((product, size) => product * size, dtypeBytes(d) ?? 0)
  if (expected !== b)
    return fail('kv-decode', `"${n}" of shape [${s.join(', ')}] needs ${expected} bytes, not ${b}.`)
  return ok(new Tensor(d, s, body.subarray(o, o + b)))
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

/** More layers than any model has: a bound on what a damaged header makes us allocate. */
const MOST_LAYERS = 100_000

function parseHeader(text: string): Header | null {
  try {
    const header: unknown = JSON.parse(text)
    return isHeader(header) ? header : null
  } catch {
    return null
  }
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false
  const { rid, bids, meta, nl, td } = value as Readonly<Record<string, unknown>>
  return (
    typeof rid === 'string' &&
    Array.isArray(bids) &&
    typeof meta === 'object' &&
    meta !== null &&
    isCount(nl) &&
    nl <= MOST_LAYERS &&
    Array.isArray(td) &&
    td.every(item => typeof item === 'object' && item !== null)
  )
}
