import { z } from 'zod'
import type { BenchOptions } from '../bench/types.ts'

const GIB = 1024 ** 3
const payloadBytes = z.number().int().min(0).max(GIB)
/** A preset may be spread over several keys, each of which is below that. */
const spreadBytes = z
  .number()
  .int()
  .min(0)
  .max(2 * GIB)
const stageOrEdge = z.string().max(1024)

const payloadSpec = z.object({
  kind: z.enum(['bytes', 'tensor', 'nested', 'list']),
  bytes: spreadBytes,
  preset: z.string().max(256).exactOptional(),
  dtype: z.string().max(64).exactOptional(),
  shape: z.array(z.number().int().positive()).max(16).exactOptional(),
  file: z.string().min(1).max(4096).exactOptional(),
})

/**
 * What a run is asked for, as it crosses the border between window and host. The bounds keep a request from
 * filling the machine: payloads up to 1 GiB per transfer, a day at most, 10 million transfers per edge.
 */
export const benchOptions: z.ZodType<BenchOptions> = z.object({
  mode: z.enum(['ping', 'flow', 'sweep', 'load', 'drill']),
  payload: payloadSpec,
  requests: z.number().int().min(1).max(10_000_000),
  warmup: z.number().int().min(0).max(1_000_000),
  repetitions: z.number().int().min(1).max(1000),
  seed: z.number().int().min(0).max(0xffff_ffff),
  integrity: z.enum(['all', 'sampled', 'off']),
  segments: z.enum(['fresh', 'recycled']),
  concurrency: z.number().int().min(1).max(1024),
  durationMs: z.number().positive().max(86_400_000).exactOptional(),
  loop: z.enum(['open', 'closed']),
  ratePerSecond: z.number().positive().max(1_000_000).exactOptional(),
  sizes: z.array(payloadBytes).max(64).exactOptional(),
  computeMs: z.record(stageOrEdge, z.number().min(0).max(3_600_000)).exactOptional(),
  edgePayloads: z.record(stageOrEdge, payloadSpec).exactOptional(),
  drills: z
    .array(
      z.enum([
        'kill-producer',
        'kill-consumer',
        'stall',
        'withhold-terminal',
        'fill-shm',
        'occupy-port',
        'wrong-sender-host',
        'oversized',
      ]),
    )
    .max(8)
    .exactOptional(),
  timeoutMs: z.number().positive().max(3_600_000),
  drillTimeoutMs: z.number().positive().max(3_600_000).exactOptional(),
  edges: z.array(stageOrEdge).max(100_000).exactOptional(),
  affinity: z.boolean().exactOptional(),
})
