/**
 * The test bench's data: what is asked for, what is measured, what is reported. Times in microseconds (`Us`)
 * or milliseconds (`Ms`) as the name says, sizes in bytes. Everything is JSON.
 */
export type BenchMode = 'ping' | 'flow' | 'sweep' | 'load' | 'drill'

export type PayloadKind = 'bytes' | 'tensor' | 'nested' | 'list'

/** What each request carries. A preset fixes shape and dtype; `bytes` is then its computed size. */
export interface PayloadSpec {
  readonly kind: PayloadKind
  readonly bytes: number
  readonly preset?: string
  readonly dtype?: string
  readonly shape?: readonly number[]
  /** File whose content is the payload (kind `bytes`). */
  readonly file?: string
}

export type DrillKind =
  | 'kill-producer'
  | 'kill-consumer'
  | 'stall'
  | 'withhold-terminal'
  | 'fill-shm'
  | 'occupy-port'
  | 'wrong-sender-host'
  | 'oversized'

export interface BenchOptions {
  readonly mode: BenchMode
  readonly payload: PayloadSpec
  /** Payloads per edge (`ping`, each size of `sweep`) or requests (`flow`, `load` by count). */
  readonly requests: number
  readonly warmup: number
  readonly repetitions: number
  readonly seed: number
  readonly integrity: 'all' | 'sampled' | 'off'
  readonly segments: 'fresh' | 'recycled'
  /** Requests in flight (`load`); 1 otherwise. */
  readonly concurrency: number
  /** `load`: stop after this long instead of after `requests`. */
  readonly durationMs?: number
  readonly loop: 'open' | 'closed'
  /** Open loop: requests per second. */
  readonly ratePerSecond?: number
  /** `sweep`: payload sizes in bytes. */
  readonly sizes?: readonly number[]
  /** Simulated compute per stage id, in milliseconds (`flow`). */
  readonly computeMs?: Readonly<Record<string, number>>
  /** Payload per edge id (`0->1`), over `payload`. */
  readonly edgePayloads?: Readonly<Record<string, PayloadSpec>>
  readonly drills?: readonly DrillKind[]
  /** Limit for one transfer of less than 100 MiB before the edge is failed, in milliseconds; `transferLimitMs` for more. */
  readonly timeoutMs: number
  /** The same for drills, which wait for it on purpose; 1.5 s when absent. */
  readonly drillTimeoutMs?: number
  /** Only these edges (`0->1`); all when absent. */
  readonly edges?: readonly string[]
  readonly affinity?: boolean
}

export const DEFAULT_BENCH_OPTIONS: BenchOptions = {
  mode: 'ping',
  payload: { kind: 'bytes', bytes: 1024 * 1024 },
  requests: 100,
  warmup: 5,
  repetitions: 1,
  seed: 1,
  integrity: 'all',
  segments: 'fresh',
  concurrency: 1,
  loop: 'closed',
  timeoutMs: 10_000,
}

/** A loopback address and the host of the file that it stands for. */
export interface BenchAddress {
  readonly host: string
  readonly port: number
  readonly mappedFrom: string
}

/** One way through an edge: a sender and a receiver among the replicas and ranks of the two stages. */
export interface BenchLane {
  /** The edge's own id where it has one lane only. */
  readonly id: string
  /** Lanes of the same sender share its socket. */
  readonly sender: string
  readonly replica: number
  readonly fromRank: number
  readonly toRank: number
  readonly bind: BenchAddress | null
  readonly dial: BenchAddress | null
  /** Key of a KV transfer with `{request_id}` left open; null for requests. */
  readonly key: string | null
  /** True for sockets that are opened and not used. */
  readonly idle?: boolean
}

/** Shape of the KV cache that an edge moves between all pairs of ranks. */
export interface BenchKv {
  readonly fromTp: number
  readonly toTp: number
  readonly layers: number
  /** KV heads of one sending rank. */
  readonly headsPerRank: number
  readonly headDim: number
  readonly dtype: string
  /** Guidance companions of a request: each moves a cache of its own, under the key of its own request id. */
  readonly companions: number
}

/** What one edge of the plan runs through, and what it stands in for. */
export interface BenchEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly connectorLabel: string | null
  /** Connector class the file resolves to. */
  readonly connectorName: string
  readonly transport: 'shared-memory' | 'tcp'
  /** Sentence that names the stand-in and what it cannot show; null when the transport is the real one. */
  readonly standIn: string | null
  /** Networked edges: where the sender binds and the receiver dials, after mapping to loopback. */
  readonly bind: BenchAddress | null
  readonly dial: BenchAddress | null
  /** Where the orchestrator listens for this edge; null or absent where it does not. */
  readonly orchestrator?: BenchAddress | null
  readonly extra: Readonly<Record<string, unknown>>
  /** Replicas and ranks; one lane with the edge's own addresses when absent. */
  readonly lanes?: readonly BenchLane[]
  /** Present where the edge moves KV caches; every request then goes through every KV lane. */
  readonly kv?: BenchKv
  /** Pieces that one reply is sent in where the stages exchange async chunks (`flow`, `load`); 1 when absent. */
  readonly chunks?: number
}

export interface BenchPlan {
  readonly stages: readonly { readonly id: string; readonly name: string | null }[]
  readonly edges: readonly BenchEdge[]
  readonly options: BenchOptions
  readonly target: string
  /** Edges or stages that can't run, and why. */
  readonly skipped: readonly { readonly edge: string; readonly reason: string }[]
}

export interface Distribution {
  readonly count: number
  readonly min: number
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

/** Transfers whose total time was above the bucket before and at most `upToUs` microseconds. */
export interface HistogramBucket {
  readonly upToUs: number
  readonly count: number
}

export type BenchPhase = 'encode' | 'put' | 'notify' | 'get' | 'decode' | 'total'

/** Figures of one edge at one size. Distributions are in microseconds. */
export interface EdgeFigures {
  readonly edge: string
  readonly sizeBytes: number
  readonly count: number
  readonly failures: number
  readonly bytes: number
  readonly phases: Readonly<Record<BenchPhase, Distribution>>
  /** 10^9 bytes per second of total time (p50). */
  readonly gbPerSecond: number
  /** 2^20 bytes per second of total time (p50). */
  readonly mibPerSecond: number
  readonly messagesPerSecond: number
  readonly integrity: { readonly checked: number; readonly failed: number }
  /** Of the total time, in buckets of a tenth of a decade; absent while a run goes on. */
  readonly histogram?: readonly HistogramBucket[]
}

export interface EdgeFailure {
  readonly edge: string
  /** `EADDRINUSE`, `ECONNREFUSED`, `timeout`, `process-died`, `integrity`, `ENOSPC`, `pool-exhausted` … */
  readonly code: string
  readonly message: string
  readonly advice: string
}

/** What was left behind after the run; every list must be empty. */
export interface Residue {
  readonly segments: readonly string[]
  readonly lockFiles: readonly string[]
  readonly fifos: readonly string[]
  readonly sockets: readonly string[]
  readonly processes: readonly number[]
}

export interface DrillOutcome {
  readonly drill: DrillKind
  readonly edge: string
  readonly expected: string
  readonly happened: string
  readonly noticedAfterMs: number | null
  readonly asExpected: boolean
  readonly simulated: string | null
  readonly residue: Residue
}

/** One request's passage through one stage or edge, for the timeline; milliseconds since the run's start. */
export interface TimelineSpan {
  readonly request: number
  readonly lane: string
  readonly kind: 'stage' | 'edge'
  readonly startMs: number
  readonly endMs: number
}

export interface BenchEnvironment {
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly kernel: string
  readonly node: string
  readonly version: string
  readonly commit: string | null
  readonly target: string
  readonly segments: 'fresh' | 'recycled'
}

/**
 * The keys of a KV transfer, requests left open: what the sending ranks put, and what the receiving ranks ask for by
 * their own reckoning. A transfer is whole only where both are the same.
 */
export interface KvKeySets {
  readonly edge: string
  readonly sent: readonly string[]
  readonly asked: readonly string[]
}

/** How an open loop kept its rate. */
export interface OpenLoop {
  readonly requests: number
  /** Requests that started later than they were due, because as many as may be were under way. */
  readonly late: number
  readonly worstLateMs: number
}

/** The same transfers by the Python peer, in the same run. */
export interface PeerRow {
  readonly edge: string
  readonly sizeBytes: number
  /** Mean time from the start of a transfer to the answer of its receiver, without hashing; microseconds. */
  readonly benchUs: number
  readonly pythonUs: number
  /** Python's time over the bench's: 2 means that the bench took half. */
  readonly ratio: number
}

export interface BenchReport {
  readonly runId: string
  readonly startedAt: string
  readonly elapsedMs: number
  readonly fileName: string
  readonly plan: BenchPlan
  readonly state: 'done' | 'cancelled' | 'failed'
  readonly figures: readonly EdgeFigures[]
  readonly failures: readonly EdgeFailure[]
  readonly drills: readonly DrillOutcome[]
  /** One per edge that moved KV caches. */
  readonly kvKeys?: readonly KvKeySets[]
  /** Present where the Python peer did the same work. */
  readonly peer?: readonly PeerRow[]
  /** Present where requests came at a rate. */
  readonly openLoop?: OpenLoop
  readonly timeline: readonly TimelineSpan[]
  readonly peakShmBytes: number
  readonly residue: Residue
  readonly environment: BenchEnvironment
}

/** Sent while a run goes on, at most ten times a second. */
export interface BenchProgress {
  readonly runId: string
  readonly doneTransfers: number
  readonly totalTransfers: number | null
  readonly elapsedMs: number
  readonly remainingMs: number | null
  readonly phase: string
  readonly figures: readonly EdgeFigures[]
  readonly failures: readonly EdgeFailure[]
  /** Edge whose bytes move right now. */
  readonly activeEdges: readonly string[]
  /** True once the run has been cancelled: nothing moves any more, its processes are being taken down. */
  readonly cancelled?: boolean
}
