import { describe, expect, it } from 'vitest'
import { type BenchOptions, DEFAULT_BENCH_OPTIONS } from '../types.ts'
import { optionRows, payloadText } from './option-words.ts'

const rows = (options: Partial<BenchOptions>) =>
  Object.fromEntries(optionRows({ ...DEFAULT_BENCH_OPTIONS, ...options }))

describe('what a run was asked for', () => {
  it('is enough to run it again', () => {
    expect(rows({ seed: 7, affinity: true })).toEqual({
      Mode: 'ping, 100 requests, 5 warm-ups, 1 repetition, seed 7',
      Payload: 'bytes, 1 MiB (1,048,576 B)',
      'Time-out': '10 s per transfer, 5 s more per full 100 MiB',
      Processors: 'each stage is kept on one',
    })
  })
  it('names the load and the compute times', () => {
    const load = rows({ mode: 'load', loop: 'open', ratePerSecond: 20, durationMs: 5000 })
    expect(load).toMatchObject({ Load: 'open loop, 20 requests per second', 'Compute time': 'none' })
    expect(load.Mode).toContain('load, 5 s')
    expect(rows({ mode: 'flow', computeMs: { 1: 20 } })['Compute time']).toBe('stage 1 20 ms')
  })
  it('names the sizes of a sweep and the time-out of a drill', () => {
    expect(rows({ mode: 'sweep', sizes: [4096, 1024] }).Payload).toBe('bytes of 1 KiB, 4 KiB')
    expect(rows({ mode: 'drill' })['Time-out']).toBe('1.5 s per transfer')
  })
  it('says what each edge carries of its own', () => {
    const preset = { kind: 'tensor', bytes: 6400, preset: 'q3o-codec-chunk', dtype: 'int64' } as const
    expect(rows({ edgePayloads: { '1->2': preset } }).Payload).toContain(
      '; 1->2: q3o-codec-chunk, tensor, 6.25 KiB (6,400 B)',
    )
    expect(payloadText({ kind: 'tensor', bytes: 16, dtype: 'float32', shape: [2, 2] })).toBe(
      'tensor [2, 2] float32, 16 B (16 B)',
    )
    expect(payloadText({ kind: 'bytes', bytes: 0, file: '/a/b' })).toBe('the file /a/b')
  })
})
