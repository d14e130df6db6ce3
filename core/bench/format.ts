/** How sizes, times and rates are written everywhere: window, command line and reports. */

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Three significant digits without trailing zeros; whole numbers from 100 up: `1`, `1.5`, `12.3`, `123`, `1,234`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en-US')
  const digits = size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 || size === 0 ? 3 : smallDigits(size)
  return value.toFixed(digits).replace(/\.?0+$/, '')
}

/** Digits after the point that show three significant ones of a number below 0.1; nothing below a billionth. */
const smallDigits = (size: number): number => Math.min(9, 2 - Math.floor(Math.log10(size)))

/** A size in bytes in the largest binary unit that keeps it at least 1: `512 B`, `64 KiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–'
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 1024 && unit < BINARY.length - 1) {
    value /= 1024
    unit++
  }
  return `${formatNumber(value)} ${BINARY[unit] ?? 'B'}`
}

/** A time in microseconds in the unit that reads best: `950 ns`, `12.3 µs`, `4.56 ms`, `1.2 s`, `2 min 5 s`. */
export function formatMicros(micros: number): string {
  if (!Number.isFinite(micros)) return '–'
  const size = Math.abs(micros)
  if (size === 0) return '0 µs'
  if (size < 1) return `${formatNumber(micros * 1000)} ns`
  if (size < 1000) return `${formatNumber(micros)} µs`
  if (size < 1_000_000) return `${formatNumber(micros / 1000)} ms`
  if (size < 60_000_000) return `${formatNumber(micros / 1_000_000)} s`
  const seconds = Math.round(micros / 1_000_000)
  if (seconds < 3600)
    return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** A time in milliseconds, written as `formatMicros` does. */
export const formatMillis = (millis: number): string => formatMicros(millis * 1000)

/** A rate in 10^9 bytes per second in the decimal unit that reads best: `1.23 GB/s`, `45.6 MB/s`, `929 kB/s`. */
export function formatRate(gbPerSecond: number): string {
  if (gbPerSecond >= 0.1 || gbPerSecond === 0) return `${formatNumber(gbPerSecond)} GB/s`
  const mb = gbPerSecond * 1000
  return mb >= 0.1 ? `${formatNumber(mb)} MB/s` : `${formatNumber(mb * 1000)} kB/s`
}

/** 2^20 bytes per second, with its unit. */
export const formatMibPerSecond = (value: number): string => `${formatNumber(value)} MiB/s`

const UNIT_BYTES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
}

/**
 * Reads a size as people write it: `4096`, `64k`, `64 KiB`, `1.5MiB`, `100 MB`. `k`, `M` and `G` alone count in
 * 1024s, `kB`, `MB` and `GB` in 1000s. Null when it is not a size, is negative or is not whole bytes.
 */
export function parseBytes(text: string): number | null {
  const match = /^\s*(\d[\d_,]*(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text)
  const unit = UNIT_BYTES[match?.[2]?.toLowerCase() ?? '?']
  if (match?.[1] === undefined || unit === undefined) return null
  const bytes = Number(match[1].replace(/[_,]/g, '')) * unit
  return Number.isSafeInteger(Math.round(bytes)) && Math.abs(bytes - Math.round(bytes)) < 1e-6
    ? Math.round(bytes)
    : null
}
