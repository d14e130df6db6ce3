import { canonicalDtype, dtypeBytes } from '../../../core/payload/dtype.ts'
import { Undecodable } from './undecodable.ts'
import { Float, type MapKey, NdArray, type PayloadValue, PilImage, Tensor } from './value.ts'

type Fields = ReadonlyMap<MapKey, PayloadValue>

/** The tensor, array or image that a marked map stands for; null for any other map. The first mark wins. */
export function restoreTagged(map: Fields): PayloadValue | null {
  if (isTruthy(map.get('__tensor__'))) return restoreTensor(map)
  if (isTruthy(map.get('__ndarray__'))) return restoreArray(map)
  if (isTruthy(map.get('__pil_image__'))) return restoreImage(map)
  return null
}

function restoreTensor(map: Fields): Tensor {
  const dtype = textField(map, 'dtype', 'tensor')
  const itemSize = canonicalDtype(dtype) === dtype ? dtypeBytes(dtype) : null
  if (itemSize === null) throw new Undecodable(`torch has no dtype "${dtype}".`)
  const { shape, data } = shapedBytes(map, 'tensor', itemSize)
  return new Tensor(dtype, shape, data)
}

function restoreArray(map: Fields): NdArray {
  const dtype = textField(map, 'dtype', 'array')
  const match = /^[<>|=][biufcmMSV](\d+)(\[.*\])?$|^[<>|=]U(\d+)$/.exec(dtype)
  if (match === null) throw new Undecodable(`numpy reads no dtype "${dtype}" here.`)
  const itemSize = match[3] === undefined ? Number(match[1]) : 4 * Number(match[3])
  const { shape, data } = shapedBytes(map, 'array', itemSize)
  return new NdArray(dtype, shape, data)
}

function restoreImage(map: Fields): PilImage {
  const mode = textField(map, 'mode', 'image')
  const { shape, data } = shapedBytes(map, 'image', 1)
  return new PilImage(mode, shape, data)
}

function shapedBytes(map: Fields, what: string, itemSize: number): { shape: number[]; data: Uint8Array } {
  const shape = shapeField(map, what)
  const data = map.get('data')
  if (!(data instanceof Uint8Array)) throw new Undecodable(`The ${what} has no bytes under "data".`)
  const expected = shape.reduce((product, size) => product * size, itemSize)
  if (expected !== data.byteLength)
    throw new Undecodable(
      `The ${what} of shape [${shape.join(', ')}] needs ${expected} bytes and carries ${data.byteLength}.`,
    )
  return { shape, data }
}

function shapeField(map: Fields, what: string): number[] {
  const shape = map.get('shape')
  const sizes = Array.isArray(shape) ? shape : null
  if (sizes === null || !sizes.every(size => Number.isSafeInteger(size) && size >= 0))
    throw new Undecodable(`The ${what} has no list of sizes under "shape".`)
  return sizes
}

function textField(map: Fields, name: string, what: string): string {
  const value = map.get(name)
  if (typeof value !== 'string') throw new Undecodable(`The ${what} has no text under "${name}".`)
  return value
}

/** As Python's `if` decides; the key may be there with `false`. */
function isTruthy(value: PayloadValue | undefined): boolean {
  if (value instanceof Float) return value.value !== 0
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0
  if (value instanceof Map) return value.size > 0
  return Boolean(value) || Number.isNaN(value)
}
