import { z } from 'zod'
import type { BenchKv, PayloadSpec } from '../../core/bench/types.ts'
import type { ConnectorSpec, PutMetadata } from './connectors/connector.ts'

/**
 * Control messages between the coordinator and its stage processes, and notices between stage processes. None
 * carries a payload: payloads move through connectors only (the inline path of 2025-12 puts small ones into the
 * notice, because that is where the runtime puts them).
 */
const id = z.string().max(1024)
const count = z.number().int().nonnegative()
const plain = z.record(z.string(), z.unknown())
const endpoint = z.object({ host: z.string().max(256), port: z.number().int().min(0).max(65535) })

const connectorSpec: z.ZodType<ConnectorSpec> = z.object({
  name: z.string().max(1024),
  extra: plain,
  transport: z.enum(['shared-memory', 'tcp']),
  role: z.enum(['sender', 'receiver', 'dual']),
  bind: endpoint.exactOptional(),
  dial: endpoint.exactOptional(),
})

const payloadSpec: z.ZodType<PayloadSpec> = z.object({
  kind: z.enum(['bytes', 'tensor', 'nested', 'list']),
  bytes: count,
  preset: z.string().exactOptional(),
  dtype: z.string().exactOptional(),
  shape: z.array(z.number().int().positive()).exactOptional(),
  file: z.string().exactOptional(),
})

/** A KV cache of so many tokens. */
export interface KvCache extends BenchKv {
  readonly tokens: number
}

/** What a stage process is told when it starts. */
export const stageSetup = z.object({
  stage: id,
  target: z.enum(['2025-12', '2026-07', '2026-09']),
  segments: z.enum(['fresh', 'recycled']),
  runPrefix: z.string().max(200),
  /** Where this stage listens for notices of its producers. */
  noticePath: z.string().max(256),
  parentPid: z.number().int().positive(),
  seed: count,
  integrity: z.enum(['all', 'sampled', 'off']),
  timeoutMs: z.number().positive(),
})
export type StageSetup = z.infer<typeof stageSetup>

/** A fault that a drill asks a stage process to commit. */
const fault = z.enum(['stall', 'withhold', 'silence'])
export type StageFault = z.infer<typeof fault>

/** The KV cache that a request moves, and who of it. */
const kvCache: z.ZodType<KvCache> = z.object({
  fromTp: z.number().int().min(1),
  toTp: z.number().int().min(1),
  layers: z.number().int().min(1).max(10_000),
  headsPerRank: z.number().int().min(1),
  headDim: z.number().int().min(1),
  dtype: z.string().max(64),
  companions: z.number().int().min(0).max(1000),
  tokens: z.number().int().min(1),
})

const kvLane = z.object({ lane: id, fromRank: count, toRank: count, key: id })

/** What a stage sends through an edge for each request. */
const shipment = z.object({
  edge: id,
  payload: payloadSpec,
  /** Lanes that requests take in turn. */
  lanes: z.array(id).min(1),
  /** Present where every request moves a KV cache through all these lanes. */
  kv: z.object({ cache: kvCache, lanes: z.array(kvLane).min(1) }).exactOptional(),
})
export type Shipment = z.infer<typeof shipment>

const pingJob = z.object({
  job: count,
  shipment,
  requests: count,
  warmup: count,
  /** Milliseconds after which no further warm-up is begun. */
  warmupMs: z.number().positive().exactOptional(),
})
export type PingJob = z.infer<typeof pingJob>

const flowJob = z.object({
  job: count,
  /** Requests under way at the same time, and so payloads of an edge that must not be touched. */
  concurrency: z.number().int().min(1),
  inputs: z.array(id),
  outputs: z.array(shipment.extend({ chunks: z.number().int().min(1).max(10_000) })),
  computeMs: z.number().min(0),
  warmup: count,
  timelineRequests: count,
  originNs: z.number(),
})
export type FlowJob = z.infer<typeof flowJob>

/** Coordinator to stage process. Each is answered once by an `answer` of the same `id`. */
export const order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('setup'), id: count, setup: stageSetup }),
  z.object({
    kind: z.literal('open'),
    id: count,
    edge: id,
    lane: id,
    /** Lanes with the same sender share its connector. */
    sender: id,
    /** Number of the lane within the run; part of its keys, because ids may hold what a file name may not. */
    ordinal: count,
    side: z.enum(['out', 'in']),
    from: id,
    to: id,
    spec: connectorSpec,
    /** Whether the receiver is told the metadata of `put`, or has to look by key alone. */
    metadata: z.boolean(),
    /** Shared memory counts as full beyond this many unread bytes (drill `fill-shm`). */
    quotaBytes: count.exactOptional(),
  }),
  z.object({ kind: z.literal('link'), id: count, lane: id, path: z.string().max(256) }),
  z.object({ kind: z.literal('ping'), id: count, job: pingJob }),
  z.object({ kind: z.literal('flow'), id: count, job: flowJob }),
  z.object({ kind: z.literal('begin'), id: count, request: count }),
  /** The edge has failed: nothing more is sent through it or awaited from it. */
  z.object({ kind: z.literal('drop'), id: count, edge: id }),
  z.object({ kind: z.literal('collect'), id: count, job: count, edge: id }),
  z.object({ kind: z.literal('fault'), id: count, edge: id, fault: fault.nullable() }),
  z.object({ kind: z.literal('health'), id: count, lane: id, side: z.enum(['out', 'in']) }),
  z.object({ kind: z.literal('close'), id: count }),
])
export type Order = z.infer<typeof order>

/** An order without the number that pairs it with its answer. */
export type OrderBody = Order extends infer O ? (O extends Order ? Omit<O, 'id'> : never) : never

const failure = z.object({ code: z.string(), message: z.string() })

/** Histogram per phase, as the HDR library encodes it; only the phases that this end sees. */
const phases = z.record(z.string(), z.string())

/** What one end of an edge saw in a job. */
export const recording = z.object({
  phases,
  sizeBytes: count,
  failures: count,
  checked: count,
  mismatched: count,
  /** Time within transfers without hashing, microseconds; only a producer whose transfers follow each other tells. */
  busyUs: z.number().nonnegative(),
  /** From the first start to the last end, microseconds; only a consumer tells. */
  windowUs: z.number().nonnegative(),
  peakBytes: count,
  /** Keys of a KV transfer, requests left open: the producer's are those that it put, the consumer's those it asks for. */
  keys: z.array(id).max(65_536),
})
export type Recording = z.infer<typeof recording>

const distribution = z.object({
  count,
  min: z.number(),
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  p999: z.number(),
  max: z.number(),
})

/** Stage process to coordinator. */
export const report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('answer'),
    id: count,
    result: z.union([
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), error: failure }),
    ]),
  }),
  z.object({
    kind: z.literal('progress'),
    job: count,
    edge: id,
    sizeBytes: count,
    done: count,
    /** Warm-up included. */
    transfers: count,
    checked: count,
    mismatched: count,
    phases: z.record(z.string(), distribution),
  }),
  z.object({ kind: z.literal('finished'), job: count, request: count }),
  z.object({ kind: z.literal('failed'), job: count, edge: id, request: count, error: failure }),
  z.object({
    kind: z.literal('spans'),
    job: count,
    spans: z.array(
      z.object({
        request: count,
        lane: id,
        kind: z.enum(['stage', 'edge']),
        startMs: z.number(),
        endMs: z.number(),
      }),
    ),
  }),
])
export type Report = z.infer<typeof report>

/**
 * Producer to consumer, before the clock runs: a payload is about to be put. What has to be said on the clock is then
 * little, so that it costs little.
 */
export const announcement = z.object({
  kind: z.literal('announcement'),
  /** Number on its line; the go-ahead names it. */
  id: count,
  job: count,
  edge: id,
  lane: id,
  request: count,
  chunk: count,
  /** True when it is the last chunk of the request. */
  last: z.boolean(),
  key: id,
  sizeBytes: count,
  warmup: z.boolean(),
  /** Hash of the content; null when this one is not checked, or is a KV cache, whose content follows from its shape. */
  hash: z.string().nullable(),
  /** Present for a part of a KV cache. */
  kv: z
    .object({ cache: kvCache, fromRank: count, toRank: count, requestId: id, checked: z.boolean() })
    .exactOptional(),
})
export type Announcement = z.infer<typeof announcement>

/** Producer to consumer, on the clock: what was announced has been put. */
export interface GoAhead {
  /** What `put` told, which is where the inline path of 2025-12 has its payload. */
  readonly metadata: PutMetadata | null
  readonly startedNs: number
  readonly putNs: number
}

/** What a consumer knows of a payload that waits for it. */
export type Notice = Announcement & GoAhead

/** Consumer to producer: what became of it. */
export const receipt = z.object({
  kind: z.literal('receipt'),
  lane: id,
  key: id,
  result: z.union([
    z.object({ ok: z.literal(true), asideUs: z.number().nonnegative() }),
    z.object({ ok: z.literal(false), error: failure }),
  ]),
})
export type Receipt = z.infer<typeof receipt>
