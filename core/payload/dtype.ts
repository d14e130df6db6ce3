const DTYPE_BYTES: Readonly<Record<string, number>> = {
  bool: 1,
  uint8: 1,
  int8: 1,
  float8_e4m3fn: 1,
  float8_e4m3fnuz: 1,
  float8_e5m2: 1,
  float8_e5m2fnuz: 1,
  uint16: 2,
  int16: 2,
  float16: 2,
  bfloat16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  uint64: 8,
  int64: 8,
  float64: 8,
  complex64: 8,
  complex128: 16,
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  fp8: 'float8_e4m3fn',
  fp16: 'float16',
  half: 'float16',
  bf16: 'bfloat16',
  fp32: 'float32',
  float: 'float32',
  fp64: 'float64',
  double: 'float64',
  long: 'int64',
  int: 'int32',
  short: 'int16',
  byte: 'uint8',
}

/** Element types that payloads may have, by the names that the wire format writes. */
export const DTYPES: readonly string[] = Object.keys(DTYPE_BYTES)

/** The wire format's name of a dtype as people write it (`bf16`, `torch.float32`); null when there is none. */
export function canonicalDtype(name: string): string | null {
  const lower = name
    .trim()
    .toLowerCase()
    .replace(/^torch\./, '')
  const full = Object.hasOwn(SHORT_NAMES, lower) ? SHORT_NAMES[lower] : lower
  return full !== undefined && Object.hasOwn(DTYPE_BYTES, full) ? full : null
}

/** Bytes of one element; null for a dtype that is not known. */
export function dtypeBytes(name: string): number | null {
  const canonical = canonicalDtype(name)
  return canonical === null ? null : (DTYPE_BYTES[canonical] ?? null)
}
