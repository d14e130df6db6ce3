import { fail, ok, type Result } from '../../../../core/contract/result.ts'
import type { Clock } from '../connector.ts'
import { BufferPool } from './buffer-pool.ts'

/** A payload that waits to be pulled. */
export interface Offer {
  readonly parts: readonly Uint8Array[]
  readonly size: number
  readonly fast: boolean
  /** Dtype and shape of a raw tensor, as JSON; empty for anything else. */
  readonly description: Buffer
}

interface Entry {
  readonly offer: Offer
  readonly start: number | null
  readonly putAt: number
  /** Who is being sent the payload right now; it is kept until that reader says that it has all of it. */
  reader: object | null
}

const SWEEP_EVERY_MS = 10_000

export interface ShelfRules {
  readonly poolBytes: number | null
  readonly reclaimMs: number
  /** A store drops its oldest payloads when it is full and keeps those that were read. */
  readonly isStore: boolean
}

/**
 * The sender's unread payloads by key. The pool is only counted: the bytes stay the caller's and are lent until the
 * payload is released, so that TCP does not pay for a copy that an RDMA engine makes into its registered memory.
 */
export class Shelf {
  private readonly rules: ShelfRules
  private readonly clock: Clock
  private readonly pool: BufferPool | null
  private readonly entries = new Map<string, Entry>()
  /** What was dropped while a reader was being sent it: the memory may still be read, and stays as long as the reader. */
  private readonly orphans = new WeakMap<object, Offer[]>()
  private sweptAt: number

  constructor(rules: ShelfRules, clock: Clock) {
    this.rules = rules
    this.clock = clock
    this.pool = rules.poolBytes === null ? null : new BufferPool(rules.poolBytes)
    this.sweptAt = clock.now()
  }

  get count(): number {
    this.sweep()
    return this.entries.size
  }

  /** Whether readers tell when they have a payload; only then may its memory be lent to the kernel. */
  get isReleased(): boolean {
    return !this.rules.isStore
  }

  /** True while a reader has begun a payload and not said that it has all of it. */
  get isLending(): boolean {
    for (const { reader } of this.entries.values()) if (reader !== null) return true
    return false
  }

  /** Bytes of the pool in use and in all; null where there is no pool. */
  get usage(): { readonly used: number; readonly size: number } | null {
    return this.pool === null ? null : { used: this.pool.used, size: this.pool.size }
  }

  /** Fails with the allocator's MemoryError where the pool has no block that is large enough. */
  put(key: string, offer: Offer): Result<null> {
    this.sweep()
    this.drop(key)
    const start = this.allocate(offer.size)
    if (!start.ok) return start
    this.entries.set(key, { offer, start: start.value, putAt: this.clock.now(), reader: null })
    return ok(null)
  }

  find(key: string): Offer | null {
    this.sweep()
    return this.entries.get(key)?.offer ?? null
  }

  /** Begins to hand a payload to one reader; null when there is none or another reader has begun. */
  lend(key: string, reader: object): Offer | null {
    this.sweep()
    const entry = this.entries.get(key)
    if (entry === undefined || (entry.reader !== null && entry.reader !== reader)) return null
    if (!this.rules.isStore) entry.reader = reader
    return entry.offer
  }

  /** The reader has all of it. */
  release(key: string, reader: object): void {
    const entry = this.entries.get(key)
    if (entry?.reader === reader) this.remove(key, entry)
  }

  /** The reader is gone: what it had begun to read can be read by another. */
  abandon(reader: object): void {
    for (const entry of this.entries.values()) if (entry.reader === reader) entry.reader = null
  }

  drop(key: string): void {
    const entry = this.entries.get(key)
    if (entry === undefined) return
    if (entry.reader !== null) this.keepFor(entry.reader, entry.offer)
    this.remove(key, entry)
  }

  private keepFor(reader: object, offer: Offer): void {
    const kept = this.orphans.get(reader)
    if (kept === undefined) this.orphans.set(reader, [offer])
    else kept.push(offer)
  }

  private remove(key: string, entry: Entry): void {
    this.entries.delete(key)
    if (entry.start !== null) this.pool?.release(entry.start, entry.offer.size)
  }

  clear(): void {
    for (const key of [...this.entries.keys()]) this.drop(key)
  }

  private allocate(size: number): Result<number | null> {
    if (this.pool === null) return ok(null)
    for (;;) {
      const start = this.pool.allocate(size)
      if (start !== null) return ok(start)
      const [oldest] = this.entries.keys()
      if (!this.rules.isStore || oldest === undefined) return exhausted(this.pool, size)
      this.drop(oldest)
    }
  }

  /** Gives up what nobody has read for too long; looks about every 10 s, as the engines' listener does. */
  private sweep(): void {
    const now = this.clock.now()
    if (now - this.sweptAt < SWEEP_EVERY_MS) return
    this.sweptAt = now
    for (const [key, entry] of this.entries)
      if (entry.reader === null && now - entry.putAt > this.rules.reclaimMs) this.drop(key)
  }
}

const exhausted = (pool: BufferPool, size: number): Result<never> =>
  fail(
    'pool-exhausted',
    `MemoryError: Out of memory in buffer pool. ${size} bytes were asked for; ${pool.used} of ${pool.size} are in use and the largest free block has ${pool.largestFree}. Raise memory_pool_size or have fewer payloads in flight.`,
  )
