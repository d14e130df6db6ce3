import { fail, ok, type Result } from '../../../../core/contract/result.ts'
import { decode, encode, type PayloadValue, Tensor } from '../../wire/index.ts'
import type { Frame } from './frame-reader.ts'
import type { Offer } from './shelf.ts'

const NO_DESCRIPTION = Buffer.alloc(0)

/**
 * What goes over the network for a value. Connectors with `supports_raw_data` send bytes and tensors as they are
 * (the fast path) and refuse empty ones; everything else is serialised.
 */
export function offerOf(value: PayloadValue, rawData: boolean): Result<Offer> {
  if (rawData && value instanceof Uint8Array) return rawOffer(value, NO_DESCRIPTION)
  if (rawData && value instanceof Tensor)
    return rawOffer(value.data, Buffer.from(JSON.stringify([value.dtype, value.shape])))
  const encoded = encode(value)
  return encoded.ok ? ok({ ...encoded.value, fast: false, description: NO_DESCRIPTION }) : encoded
}

const rawOffer = (bytes: Uint8Array, description: Buffer): Result<Offer> =>
  bytes.byteLength === 0
    ? fail('empty-payload', 'Transfer engines refuse empty bytes and tensors without elements.')
    : ok({ parts: [bytes], size: bytes.byteLength, fast: true, description })

/** The value of a frame. A view of the frame's buffer, not a copy. */
export function valueOfFrame({ head, description, body }: Frame): Result<PayloadValue> {
  const bytes = body?.bytes ?? NO_DESCRIPTION
  if (!head.fast) return decode(bytes)
  if (description.length === 0) return ok(bytes)
  const parsed = describedTensor(description)
  return parsed === null
    ? fail('protocol', 'A tensor came with a description that is none.')
    : ok(new Tensor(parsed.dtype, parsed.shape, bytes))
}

function describedTensor(description: Buffer): { dtype: string; shape: number[] } | null {
  try {
    const [dtype, shape]: unknown[] = JSON.parse(description.toString('utf8'))
    if (typeof dtype !== 'string' || !Array.isArray(shape)) return null
    return shape.every(size => Number.isSafeInteger(size)) ? { dtype, shape } : null
  } catch {
    return null
  }
}
