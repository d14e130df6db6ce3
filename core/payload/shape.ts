import { canonicalDtype, dtypeBytes } from './dtype.ts'

/** A tensor by shape and element type; an empty shape is a scalar of one element. */
export interface TensorShape {
  readonly shape: readonly number[]
  readonly dtype: string
}

/** Bytes of a contiguous tensor; null for an unknown dtype or a dimension that is no whole number from 0 up. */
export function payloadBytes(shape: readonly number[], dtype: string): number | null {
  const size = dtypeBytes(dtype)
  if (size === null || shape.some(dimension => !Number.isSafeInteger(dimension) || dimension < 0)) return null
  const bytes = shape.reduce((product, dimension) => product * dimension, size)
  return Number.isSafeInteger(bytes) ? bytes : null
}

/** `[1824, 4096] bf16`, `1824x4096 bfloat16`, `float32[2,3]`: shape and dtype in either order; null when neither. */
export function parseTensor(text: string): TensorShape | null {
  const numbers = /(\d[\d_]*(?:\s*[,x×]\s*\d[\d_]*)*)/i
  const bracketed = /\[([^\]]*)\]/.exec(text)
  const withoutBrackets = bracketed === null ? text : text.replace(bracketed[0], ' ')
  const body = bracketed?.[1] ?? shapeWord(text)
  if (body === null) return null
  const dtype = dtypeIn(bracketed === null ? text.replace(body, ' ') : withoutBrackets)
  if (dtype === null) return null
  if (body.trim() === '') return { shape: [], dtype }
  if (numbers.exec(body)?.[0] !== body.trim()) return null
  const shape = body.split(/[,x×]/i).map(part => Number(part.replaceAll('_', '')))
  return payloadBytes(shape, dtype) === null ? null : { shape, dtype }
}

const shapeWord = (text: string): string | null =>
  /(?<![\w.])\d[\d_]*(?:\s*[,x×]\s*\d[\d_]*)*(?![\w.])/i.exec(text)?.[0] ?? null

const dtypeIn = (text: string): string | null => {
  const words = text.split(/\s+/).filter(word => word !== '')
  return words.length === 1 ? canonicalDtype(words[0] ?? '') : null
}

/** `[1824, 4096] bfloat16`. */
export const formatTensor = ({ shape, dtype }: TensorShape): string => `[${shape.join(', ')}] ${dtype}`
