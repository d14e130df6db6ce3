import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatMicros, formatMillis, formatNumber, formatRate, parseBytes } from './format.ts'

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [1024, '1 KiB'],
    [65536, '64 KiB'],
    [1_572_864, '1.5 MiB'],
    [4_294_967_296, '4 GiB'],
    [439_491_236, '419 MiB'],
  ])('writes %d as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))
})

describe('formatMicros', () => {
  it.each([
    [0, '0 µs'],
    [0.5, '500 ns'],
    [12.34, '12.3 µs'],
    [999, '999 µs'],
    [4560, '4.56 ms'],
    [1_200_000, '1.2 s'],
    [125_000_000, '2 min 5 s'],
    [7_320_000_000, '2 h 2 min'],
    [Number.NaN, '–'],
  ])('writes %d as %s', (micros, text) => expect(formatMicros(micros)).toBe(text))

  it('leaves out seconds that are none', () => expect(formatMillis(120_000)).toBe('2 min'))
  it.each([
    [1.234, '1.23 GB/s'],
    [0.1, '0.1 GB/s'],
    [0.0105, '10.5 MB/s'],
    [0.000929, '0.929 MB/s'],
    [0.0000512, '51.2 kB/s'],
    [0, '0 GB/s'],
  ])('writes a rate of %d in the decimal unit that reads best', (rate, text) =>
    expect(formatRate(rate)).toBe(text),
  )
  it('takes milliseconds too', () => expect(formatMillis(30_000)).toBe('30 s'))
})

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [0.1234, '0.123'],
    [0.000_335_4, '0.000335'],
    [-0.05, '-0.05'],
    [1e-12, '0'],
    [20, '20'],
    [1.5, '1.5'],
    [12.34, '12.3'],
    [1234.5, '1,235'],
  ])('writes %d as %s', (value, text) => expect(formatNumber(value)).toBe(text))
})

describe('parseBytes', () => {
  it.each([
    ['4096', 4096],
    ['64k', 65536],
    ['64 KiB', 65536],
    ['1.5MiB', 1_572_864],
    ['100 MB', 100_000_000],
    ['1_000', 1000],
    ['1 GiB', 1024 ** 3],
  ])('reads %s', (text, bytes) => expect(parseBytes(text)).toBe(bytes))

  it.each(['', 'x', '-1', '1.5', '10 parsecs', '1e3', 'MiB'])('refuses %j', text =>
    expect(parseBytes(text)).toBeNull(),
  )

  it('reads back every whole number of KiB', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1 << 30 }), n => parseBytes(`${n} KiB`) === n * 1024))
  })
})
