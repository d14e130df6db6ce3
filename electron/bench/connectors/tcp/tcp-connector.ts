import { setImmediate as nextTurn } from 'node:timers/promises'
import { fail, ok, type Problem, type Result } from '../../../../core/contract/result.ts'
import type { PayloadValue } from '../../wire/index.ts'
import type {
  Clock,
  Connector,
  ConnectorHealth,
  ConnectorSpec,
  Got,
  PutMetadata,
  PutResult,
} from '../connector.ts'
import { ReaderBuffers } from '../shm/reader-buffers.ts'
import { failedPut, microsSince, Tally } from '../tally.ts'
import type { Frame } from './frame-reader.ts'
import { offerOf, valueOfFrame } from './offer.ts'
import type { NetworkPolicy } from './policy.ts'
import type { Receiver } from './receiver.ts'
import { Receivers } from './receivers.ts'
import type { Sender } from './sender.ts'
import type { Offer, Shelf } from './shelf.ts'
import { type Source, sourceOf } from './source.ts'

const RELEASE_GRACE_MS = 20

export interface TcpParts {
  readonly spec: ConnectorSpec
  readonly policy: NetworkPolicy
  readonly clock: Clock
  readonly shelf: Shelf
  /** Null for a receiver, which never listens. */
  readonly sender: Sender | null
}

/**
 * Stands in for the networked connectors on loopback: the sender binds, the receiver dials, asks for the size, pulls
 * the payload by its key and releases it. Payloads given to `put` are lent, not copied: they must not change until
 * they are read.
 */
export class TcpConnector implements Connector {
  readonly name: string
  private readonly parts: TcpParts
  private readonly buffers = new ReaderBuffers()
  private readonly receivers = new Receivers(this.buffers)
  private readonly tally = new Tally()
  private closed = false

  constructor(parts: TcpParts) {
    this.parts = parts
    this.name = parts.spec.name
  }

  async put(from: string, to: string, key: string, data: PayloadValue): Promise<PutResult> {
    const { policy, sender, spec } = this.parts
    if (this.closed) return failedPut(this.tally.fail(CLOSED))
    if (sender === null) return failedPut(this.tally.fail(cannotPut(spec)))
    const started = performance.now()
    const offer = offerOf(data, policy.rawData)
    const encodeUs = microsSince(started)
    if (!offer.ok) return failedPut(this.tally.fail(offer.error), encodeUs)
    const placed = await this.place(policy.internalKey(key, from, to), offer.value)
    if (!placed.ok) return failedPut(this.tally.fail(placed.error), encodeUs)
    const { size, fast } = offer.value
    this.tally.put(size)
    return {
      ok: true,
      size,
      metadata: policy.family === 'store' ? null : metadataOf(sender, size, fast),
      timing: { encodeUs, putUs: microsSince(started) - encodeUs },
    }
  }

  async get(
    from: string,
    to: string,
    key: string,
    metadata?: PutMetadata | null,
  ): Promise<Result<Got | null>> {
    const { policy, spec } = this.parts
    if (this.closed) return { ok: false, error: this.tally.fail(CLOSED) }
    const source = sourceOf(policy.family === 'store' ? null : metadata, spec.dial)
    if (source === null) return { ok: false, error: this.tally.fail(withoutSender(spec)) }
    const started = performance.now()
    const internalKey = policy.internalKey(key, from, to)
    const pulled = await (policy.attempts === 1
      ? this.fetchOnce(source, internalKey)
      : this.fetch(source, internalKey))
    if (!pulled.ok) return { ok: false, error: this.tally.fail(pulled.error) }
    return pulled.value === null ? ok(null) : this.deliver(pulled.value, microsSince(started))
  }

  /** The stores collect their own garbage and ignore it. Without stages the key is taken in its internal form. */
  async cleanup(key: string, from?: string, to?: string): Promise<void> {
    const { policy, shelf } = this.parts
    if (policy.family === 'store') return
    shelf.drop(from === undefined || to === undefined ? key : policy.internalKey(key, from, to))
  }

  /** The engines learn of a read from its release; there is nothing to look for. */
  async reapConsumed(): Promise<void> {}

  health(): ConnectorHealth {
    const { shelf, sender } = this.parts
    const pending = shelf.count
    const pool = shelf.usage
    return {
      status: this.closed ? 'unhealthy' : 'healthy',
      ...this.tally.report(),
      pending,
      ...(sender === null ? {} : { listening: sender.at }),
      ...(pool === null ? {} : { pool }),
    }
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.receivers.close()
    await this.parts.sender?.close()
    this.parts.shelf.clear()
    this.buffers.clear()
  }

  /** Where a payload is being read, its release may be on its way: a full pool is looked at again before it counts. */
  private async place(key: string, offer: Offer): Promise<Result<null>> {
    const { shelf } = this.parts
    const deadline = performance.now() + RELEASE_GRACE_MS
    for (;;) {
      const placed = shelf.put(key, offer)
      const isFinal = placed.ok || placed.error.code !== 'pool-exhausted' || !shelf.isLending
      if (isFinal || performance.now() > deadline) return placed
      await nextTurn()
    }
  }

  private async fetch(source: Source, key: string): Promise<Result<Frame | null>> {
    const { attempts, retryMs } = this.parts.policy
    for (let attempt = 1; ; attempt += 1) {
      const pulled = await this.fetchOnce(source, key)
      if (!pulled.ok || pulled.value !== null || attempt >= attempts || this.closed) return pulled
      await this.parts.clock.sleep(retryMs)
    }
  }

  private fetchOnce(source: Source, key: string): Promise<Result<Frame | null>> {
    const open = this.receivers.openTo(source.endpoint)
    return open === null || source.size === null
      ? this.findAndPull(source, key)
      : this.pull(open, key, source.size)
  }

  /** Dials where there is no connection, and asks for the size where it is not known. */
  private async findAndPull(source: Source, key: string): Promise<Result<Frame | null>> {
    const receiver = await this.receivers.to(source.endpoint)
    if (!receiver.ok) return receiver
    const size = source.size === null ? await sizeAt(receiver.value, key, this.parts.policy) : ok(source.size)
    if (!size.ok) return size
    return size.value === null ? ok(null) : this.pull(receiver.value, key, size.value)
  }

  private pull(receiver: Receiver, key: string, size: number): Promise<Result<Frame | null>> {
    const { policy } = this.parts
    return receiver.pull(key, policy.pullMs(size), policy.family !== 'store')
  }

  private deliver(frame: Frame, getUs: number): Result<Got> {
    const started = performance.now()
    const value = valueOfFrame(frame)
    if (!value.ok) return { ok: false, error: this.tally.fail(value.error) }
    const size = frame.head.bodyBytes
    this.tally.got(size)
    return ok({
      data: value.value,
      size,
      timing: { getUs, decodeUs: microsSince(started) },
      release: frame.body?.release ?? nothingToRelease,
    })
  }
}

async function sizeAt(
  receiver: Receiver,
  key: string,
  policy: NetworkPolicy,
): Promise<Result<number | null>> {
  const info = await receiver.query(key, policy.queryMs)
  return info.ok ? ok(info.value?.size ?? null) : info
}

const metadataOf = ({ at }: Sender, size: number, fast: boolean): PutMetadata => ({
  source_host: at.host,
  source_port: at.port,
  data_size: size,
  is_fast_path: fast,
})

const nothingToRelease = (): void => undefined

const CLOSED: Problem = { code: 'closed', message: 'RuntimeError: the connector is closed.' }

const cannotPut = (spec: ConnectorSpec): Problem =>
  fail(
    'role',
    `A ${spec.name} with role ${spec.role} cannot put. Remove the role from the file; the runtime sets it.`,
  ).error

const withoutSender = (spec: ConnectorSpec): Problem =>
  fail(
    'no-sender-info',
    `RuntimeError: get(metadata=None) requires sender info. Give ${spec.name} a sender_host and a sender_zmq_port.`,
  ).error
