import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fail, ok, type Problem, type Result } from '../../../../core/contract/result.ts'
import type { Libc } from '../../native/libc.ts'
import { decode, type Encoded, encode, type PayloadValue } from '../../wire/index.ts'
import type { Connector, ConnectorHealth, Got, PutMetadata, PutResult } from '../connector.ts'
import { failedPut, microsSince, Tally } from '../tally.ts'
import { stripIpcHeader } from './ipc-header.ts'
import { lockForReading, lockForWriting, unlinkQuietly } from './lock.ts'
import { readHandle } from './metadata.ts'
import { checkKey, lockName } from './names.ts'
import { PendingNames } from './pending.ts'
import { ReaderBuffers } from './reader-buffers.ts'
import { releaseOnce } from './release-once.ts'
import type { Filled, Segments } from './segments.ts'
import { systemProblem } from './system-problem.ts'
import type { WakeReceiver } from './wake.ts'

export interface SharedMemoryParts {
  readonly libc: Libc
  readonly folder: string
  readonly runPrefix: string
  readonly segments: Segments
  /** Bytes that this end may have unread in shared memory; stands in for a file system that is full. */
  readonly quotaBytes: number
  readonly wake: { notify(toStage: string): void; readonly receiver: WakeReceiver | null } | null
}

/**
 * `SharedMemoryConnector` of mid-2026 and later: the segment's name is the key, a lock file guards it, and the first
 * reader takes it away. With `wake` it is the one of late 2026.
 */
export class SharedMemory implements Connector {
  readonly name = 'SharedMemoryConnector'
  private readonly parts: SharedMemoryParts
  private readonly pending: PendingNames
  private readonly buffers = new ReaderBuffers()
  private readonly tally = new Tally()
  private closed = false
  readonly wakeGeneration?: () => number
  readonly waitForChange?: (generation: number, timeoutMs: number) => Promise<void>

  constructor(parts: SharedMemoryParts) {
    this.parts = parts
    this.pending = new PendingNames(parts.folder)
    const receiver = parts.wake?.receiver
    if (receiver) {
      this.wakeGeneration = () => receiver.generation()
      this.waitForChange = (generation, timeoutMs) => receiver.waitForChange(generation, timeoutMs)
    }
  }

  async put(_from: string, to: string, key: string, data: PayloadValue): Promise<PutResult> {
    const refusal = this.refusal(key)
    if (refusal !== null) return failedPut(this.tally.fail(refusal))
    this.pending.reap()
    const started = performance.now()
    const encoded = encode(data)
    const encodeUs = microsSince(started)
    if (!encoded.ok) return failedPut(this.tally.fail(encoded.error), encodeUs)
    const { size } = encoded.value
    const written = await this.write(key, encoded.value)
    if (!written.ok) return failedPut(this.tally.fail(written.error), encodeUs)
    this.parts.wake?.notify(to)
    this.tally.put(size)
    const metadata = { shm: { name: key, size }, size }
    return { ok: true, size, metadata, timing: { encodeUs, putUs: microsSince(started) - encodeUs } }
  }

  async get(
    _from: string,
    _to: string,
    key: string,
    metadata?: PutMetadata | null,
  ): Promise<Result<Got | null>> {
    const handle = readHandle(metadata, key)
    const name = handle?.kind === 'segment' ? handle.name : key
    const refusal = this.refusal(name)
    if (refusal !== null) return { ok: false, error: this.tally.fail(refusal) }
    const started = performance.now()
    let filled: Filled | null
    try {
      filled = await this.consume(name)
    } catch (error) {
      return { ok: false, error: this.tally.fail(systemProblem(error, this.path(name))) }
    }
    return filled === null ? ok(null) : this.deliver(name, filled, microsSince(started))
  }

  async cleanup(key: string): Promise<void> {
    if (!checkKey(key, this.parts.runPrefix).ok) return
    this.pending.forget(key)
    unlinkQuietly(this.path(key))
    unlinkQuietly(this.path(lockName(key)))
  }

  async reapConsumed(): Promise<void> {
    this.pending.reap()
  }

  health(): ConnectorHealth {
    return {
      status: this.closed ? 'unhealthy' : 'healthy',
      ...this.tally.report(),
      pending: this.pending.count,
    }
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    for (const key of this.pending.takeAll()) await this.cleanup(key)
    this.parts.segments.close()
    this.parts.wake?.receiver?.close()
    this.buffers.clear()
  }

  private path(name: string): string {
    return join(this.parts.folder, name)
  }

  private refusal(key: string): Problem | null {
    if (this.closed) return { code: 'closed', message: 'The connector is closed.' }
    const checked = checkKey(key, this.parts.runPrefix)
    return checked.ok ? null : checked.error
  }

  private async write(key: string, { parts, size }: Encoded): Promise<Result<null>> {
    const { libc, segments, quotaBytes } = this.parts
    if (this.pending.bytes + size > quotaBytes) return fullQuota(this.pending.bytes, size, quotaBytes)
    const lockPath = this.path(lockName(key))
    try {
      const lock = await lockForWriting(libc, lockPath)
      if (!lock.ok) return lock
      try {
        await segments.write(this.path(key), parts, size)
        this.pending.add(key, size)
        lock.value.release()
      } catch (error) {
        lock.value.remove()
        throw error
      }
      return ok(null)
    } catch (error) {
      return { ok: false, error: systemProblem(error, this.path(key)) }
    }
  }

  /** Null when there is nothing to read yet: no segment, an unfinished one, a lock that is busy or gone. */
  private async consume(name: string): Promise<Filled | null> {
    const path = this.path(name)
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return null
    const lock = lockForReading(this.parts.libc, this.path(lockName(name)))
    if (lock === 'busy' || lock === 'missing') return null
    let filled: Filled | null = null
    try {
      filled = await this.parts.segments.consume(path, this.buffers)
      return filled
    } finally {
      if (filled === null) lock.release()
      else lock.remove()
    }
  }

  private deliver(name: string, filled: Filled, getUs: number): Result<Got> {
    this.pending.forget(name)
    const started = performance.now()
    const payload = stripIpcHeader(filled.bytes)
    const decoded = payload.ok ? decode(payload.value) : payload
    if (!decoded.ok) return { ok: false, error: this.tally.fail(decoded.error) }
    this.tally.got(filled.bytes.length)
    return ok({
      data: decoded.value,
      size: filled.bytes.length,
      timing: { getUs, decodeUs: microsSince(started) },
      release: releaseOnce(this.buffers, filled.buffer),
    })
  }
}

const fullQuota = (used: number, size: number, quota: number): Result<null> =>
  fail(
    'ENOSPC',
    `Shared memory is full: ${used} bytes are unread, ${size} more do not fit into ${quota}. Raise --shm-size or send less at once.`,
  )
