import { statSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Problem, type Result } from '../../../../core/contract/result.ts'
import { decode, type Encoded, encode, joinParts, type PayloadValue } from '../../wire/index.ts'
import type { Connector, ConnectorHealth, Got, PutMetadata, PutResult } from '../connector.ts'
import { failedPut, microsSince, Tally } from '../tally.ts'
import { unlinkQuietly } from './lock.ts'
import { readHandle } from './metadata.ts'
import { anonymousName, checkKey } from './names.ts'
import { PendingNames } from './pending.ts'
import { ReaderBuffers } from './reader-buffers.ts'
import { releaseOnce } from './release-once.ts'
import type { Segments } from './segments.ts'
import { systemProblem } from './system-problem.ts'

export interface InlineParts {
  readonly folder: string
  readonly runPrefix: string
  readonly segments: Segments
  readonly quotaBytes: number
  /** Payloads strictly larger go to a segment, others travel in the metadata. */
  readonly thresholdBytes: number
}

/**
 * `SharedMemoryConnector` of December 2025: no key names, no lock files. A large payload gets a segment without a
 * name of its own, told in the metadata; a small one is in the metadata itself. Without metadata nothing is found.
 */
export class InlineSharedMemory implements Connector {
  readonly name = 'SharedMemoryConnector'
  private readonly parts: InlineParts
  private readonly pending: PendingNames
  private readonly buffers = new ReaderBuffers()
  private readonly tally = new Tally()
  private closed = false

  constructor(parts: InlineParts) {
    this.parts = parts
    this.pending = new PendingNames(parts.folder)
  }

  async put(_from: string, _to: string, _key: string, data: PayloadValue): Promise<PutResult> {
    if (this.closed) return failedPut(this.tally.fail(CLOSED))
    this.pending.reap()
    const started = performance.now()
    const encoded = encode(data)
    const encodeUs = microsSince(started)
    if (!encoded.ok) return failedPut(this.tally.fail(encoded.error), encodeUs)
    const metadata = await this.place(encoded.value)
    if (!metadata.ok) return failedPut(this.tally.fail(metadata.error), encodeUs)
    const { size } = encoded.value
    this.tally.put(size)
    const timing = { encodeUs, putUs: microsSince(started) - encodeUs }
    return { ok: true, size, metadata: metadata.value, timing }
  }

  async get(
    _from: string,
    _to: string,
    key: string,
    metadata?: PutMetadata | null,
  ): Promise<Result<Got | null>> {
    if (this.closed) return { ok: false, error: this.tally.fail(CLOSED) }
    const handle = readHandle(metadata, key)
    if (handle === null) return { ok: false, error: this.tally.fail(withoutMetadata(key)) }
    const started = performance.now()
    if (handle.kind === 'inline') return this.deliver(handle.bytes, microsSince(started), () => undefined)
    const checked = checkKey(handle.name, this.parts.runPrefix)
    if (!checked.ok) return { ok: false, error: this.tally.fail(checked.error) }
    try {
      const path = join(this.parts.folder, handle.name)
      const filled = await this.parts.segments.consume(path, this.buffers)
      if (filled === null) return ok(null)
      return this.deliver(filled.bytes, microsSince(started), releaseOnce(this.buffers, filled.buffer))
    } catch (error) {
      return { ok: false, error: this.tally.fail(systemProblem(error, handle.name)) }
    }
  }

  /** Does nothing in this revision: the segment's name cannot be told from the key. */
  async cleanup(): Promise<void> {}

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
    for (const name of this.pending.takeAll()) unlinkQuietly(join(this.parts.folder, name))
    this.parts.segments.close()
    this.buffers.clear()
  }

  private async place(encoded: Encoded): Promise<Result<PutMetadata>> {
    const { parts, size } = encoded
    if (size <= this.parts.thresholdBytes) return ok({ inline_bytes: joinParts(encoded), size })
    const name = anonymousName(this.parts.runPrefix)
    const path = join(this.parts.folder, name)
    try {
      if (this.pending.bytes + size > this.parts.quotaBytes)
        throw Object.assign(new Error('over the quota'), { code: 'ENOSPC' })
      await this.parts.segments.write(path, parts, size)
      this.pending.add(name, statSync(path).size)
    } catch (error) {
      return { ok: false, error: systemProblem(error, path) }
    }
    return ok({ shm: { name, size }, size })
  }

  private deliver(bytes: Uint8Array, getUs: number, release: () => void): Result<Got> {
    const started = performance.now()
    const decoded = decode(bytes)
    if (!decoded.ok) return { ok: false, error: this.tally.fail(decoded.error) }
    this.tally.got(bytes.byteLength)
    const timing = { getUs, decodeUs: microsSince(started) }
    return ok({ data: decoded.value, size: bytes.byteLength, timing, release })
  }
}

const CLOSED: Problem = { code: 'closed', message: 'The connector is closed.' }

const withoutMetadata = (key: string): Problem => ({
  code: 'shm-no-metadata',
  message: `The shared memory of 2025-12 finds a payload by its metadata only, and "${key}" came without.`,
})
