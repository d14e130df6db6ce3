import type { TargetId } from '../../../core/contract/index.ts'
import type { Problem, Result } from '../../../core/contract/result.ts'
import type { PayloadValue } from '../wire/value.ts'

export interface Endpoint {
  readonly host: string
  readonly port: number
}

export type ConnectorRole = 'sender' | 'receiver' | 'dual'

/** One end of an edge as the file resolves it, addresses already mapped to loopback. */
export interface ConnectorSpec {
  /** Class name of the runtime's registry (`SharedMemoryConnector`, `MooncakeTransferEngineConnector` …). */
  readonly name: string
  readonly extra: Readonly<Record<string, unknown>>
  readonly transport: 'shared-memory' | 'tcp'
  /** Shared memory ignores it: either end may put and get. */
  readonly role: ConnectorRole
  /** Where a sender listens; port 0 takes a free one, told by `health().listening`. */
  readonly bind?: Endpoint
  /** Where a receiver finds its sender; absent = unresolved, and then a `get` needs metadata. */
  readonly dial?: Endpoint
}

/** Time as the connectors see it, so that the 300 s reclaim is testable without waiting. */
export interface Clock {
  /** Milliseconds of a clock that never goes back. */
  now(): number
  sleep(ms: number): Promise<void>
}

export interface ConnectorOptions {
  readonly target: TargetId
  /** `fresh` is what the runtime does; `recycled` puts consumed segments back to use. */
  readonly segments: 'fresh' | 'recycled'
  /** From `newRunPrefix()`. Every key has to start with it: a sweep finds what a run made by it. */
  readonly runPrefix: string
  /** Stage that owns this end; names its wake-up FIFO where the target has one. */
  readonly stageId: string
  /** Process that started all stages; by default the parent of this one. Names the folder of the FIFOs. */
  readonly parentPid?: number
  /** Where segments are made; `/dev/shm` by default. A drill gives a small file system of its own. */
  readonly shmFolder?: string
  /** Bytes that may be unread in shared memory; beyond it a put fails with `ENOSPC` (a simulated full /dev/shm). */
  readonly quotaBytes?: number
  readonly clock?: Clock
}

/**
 * What `put` tells the receiver's side. Plain data, but the inline path of 2025-12 has the payload itself in it
 * (`inline_bytes`, a `Uint8Array`), so a control channel has to carry bytes (`serialization: 'advanced'`).
 */
export type PutMetadata = Readonly<Record<string, unknown>>

export interface PutResult {
  readonly ok: boolean
  /** Bytes on the wire; 0 when it failed. */
  readonly size: number
  readonly metadata: PutMetadata | null
  readonly timing: { readonly encodeUs: number; readonly putUs: number }
  /** Why it failed. The runtime logs it and returns `(False, 0, None)`. */
  readonly error?: Problem
}

export interface Got {
  readonly data: PayloadValue
  /** Bytes on the wire. */
  readonly size: number
  readonly timing: { readonly getUs: number; readonly decodeUs: number }
  /**
   * Gives the buffer behind `data` back for reuse; its bytes must not be touched afterwards. Optional: a payload
   * that is kept stays valid, and the next one gets another buffer.
   */
  release(): void
}

export interface ConnectorHealth {
  readonly status: 'healthy' | 'unhealthy'
  readonly puts: number
  readonly gets: number
  readonly bytesTransferred: number
  readonly errors: number
  readonly timeouts: number
  /** Payloads put and not seen consumed. */
  readonly pending: number
  /** Where a sender really listens. */
  readonly listening?: Endpoint
  /** Bytes of the memory pool in use and in all (networked connectors with a pool). */
  readonly pool?: { readonly used: number; readonly size: number }
  readonly lastError?: Problem
}

/**
 * The runtime's connector contract (`connectors/base.py`). One instance serves one end of an edge, or both ends in
 * a stage whose role is `dual`.
 */
export interface Connector {
  readonly name: string
  put(from: string, to: string, key: string, data: PayloadValue): Promise<PutResult>
  /**
   * Value null: the payload is not there yet, ask again. An error means that asking again is of no use before
   * something changes (nobody listens, the payload is damaged, the sender is unknown).
   */
  get(from: string, to: string, key: string, metadata?: PutMetadata | null): Promise<Result<Got | null>>
  /** Removes the payload of exactly this key. */
  cleanup(key: string, from?: string, to?: string): Promise<void>
  /** Forgets pending payloads that a reader has taken. */
  reapConsumed(): Promise<void>
  health(): ConnectorHealth
  close(): Promise<void>
  /** Present where the target wakes receivers by a FIFO (2026-09): a counter that moves with each wake-up. */
  wakeGeneration?(): number
  /** Resolves when the counter has left `generation`, or after `timeoutMs`. A hint: poll anyway. */
  waitForChange?(generation: number, timeoutMs: number): Promise<void>
}

/**
 * Makes the connector that stands for `spec.name`. Fails as the runtime's constructor does: an address in use, a
 * role that the class refuses, an address outside this machine.
 */
export type CreateConnector = (spec: ConnectorSpec, options: ConnectorOptions) => Promise<Result<Connector>>
