import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { microsBetween, nowNs } from '../clock.ts'
import type { Connector, PutMetadata } from '../connectors/connector.ts'
import type { Announcement, Receipt } from '../messages.ts'
import type { PayloadValue } from '../wire/index.ts'
import type { PeerLink } from './peers.ts'
import type { Recorder } from './recorder.ts'

/** The sending end of an edge: its connector and its line to the receiver. */
export interface OutEnd {
  readonly edge: string
  readonly lane: string
  readonly from: string
  readonly to: string
  /** Number of the lane within the run. */
  readonly ordinal: number
  readonly connector: Connector
  readonly link: PeerLink
  readonly waiting: Map<string, (receipt: Receipt) => void>
  /** What a drill makes this end do: never put the last chunk of a request, or put and tell nobody. */
  fault: 'withhold' | 'silence' | null
}

export interface Parcel {
  readonly job: number
  readonly request: number
  readonly chunk: number
  readonly last: boolean
  readonly key: string
  readonly warmup: boolean
  readonly hash: string | null
  readonly kv?: Announcement['kv']
}

/** What is put: a value, or something that is made of it while the clock runs. */
export type Goods = { readonly bytes: number } & (
  | { readonly value: PayloadValue }
  | { encode(): PayloadValue }
)

/** How a transfer went from the sender's side. */
export interface Sent {
  /** From the start of encoding to the receipt, without what the receiver did aside; microseconds. */
  readonly busyUs: number
}

/**
 * Puts one payload, tells the receiver and waits for what became of it. A failure names whose it was by its code:
 * the connector's own (`ENOSPC`, `pool-exhausted`), the receiver's, `process-died`, or `timeout`.
 */
export async function sendParcel(
  end: OutEnd,
  goods: Goods,
  parcel: Parcel,
  recorder: Recorder,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Result<Sent>> {
  const receipt = awaitReceipt(end, parcel.key, limits)
  if (end.fault === 'withhold' && parcel.last) return withheld(receipt)
  const announced = announce(end, parcel, goods.bytes)
  const startedNs = nowNs()
  const value = 'value' in goods ? goods.value : goods.encode()
  const encodedNs = nowNs()
  const put = await end.connector.put(end.from, end.to, parcel.key, value)
  const putNs = nowNs()
  if (!put.ok) {
    receipt.forget()
    return {
      ok: false,
      error: put.error ?? { code: 'put-failed', message: 'put returned (False, 0, None).' },
    }
  }
  if (end.fault !== 'silence') end.link.goAhead(announced, { metadata: put.metadata, startedNs, putNs })
  const unread = isInline(put.metadata) ? 0 : put.size
  recorder.inFlight(unread)
  const answered = await receipt.promise
  const answeredNs = nowNs()
  // Only now: the receiver is on the clock until it answers, and both may share a processor.
  if (!parcel.warmup) {
    recorder.phase('encode', microsBetween(startedNs, encodedNs) + put.timing.encodeUs)
    recorder.phase('put', put.timing.putUs)
  }
  recorder.inFlight(-unread)
  const result = answered.ok ? answered.value.result : answered
  if (!result.ok) {
    // Who told nobody learns nothing: the payload stays, as the runtime's sender would leave it.
    if (end.fault !== 'silence') await end.connector.cleanup(parcel.key, end.from, end.to)
    return result
  }
  await end.connector.reapConsumed()
  return ok({ busyUs: Math.max(0, microsBetween(startedNs, answeredNs) - result.asideUs) })
}

/** A small payload of 2025-12 is in its metadata and takes no shared memory. */
const isInline = (metadata: PutMetadata | null): boolean => metadata !== null && 'inline_bytes' in metadata

/** Nobody answers for what was not put: the wait ends by its limit or with the run. */
async function withheld({ promise }: AwaitedReceipt): Promise<Result<Sent>> {
  const answered = await promise
  return answered.ok ? ok({ busyUs: 0 }) : answered
}

function announce(end: OutEnd, { kv, ...parcel }: Parcel, sizeBytes: number): number {
  const { edge, lane } = end
  return end.link.announce({ edge, lane, ...parcel, sizeBytes, ...(kv === undefined ? {} : { kv }) })
}

interface AwaitedReceipt {
  readonly promise: Promise<Result<Receipt>>
  forget(): void
}

function awaitReceipt(
  end: OutEnd,
  key: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): AwaitedReceipt {
  let settle: (result: Result<Receipt>) => void = () => undefined
  const promise = new Promise<Result<Receipt>>(resolve => {
    settle = resolve
  })
  const finish = (result: Result<Receipt>) => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    end.waiting.delete(key)
    settle(result)
  }
  const onAbort = () => finish(fail('cancelled', 'The run was cancelled.'))
  // The receiver gives up first and says why; this limit is for one that does not answer at all.
  const timer = setTimeout(
    () => finish(fail('timeout', `The receiver did not answer within ${timeoutMs} ms.`)),
    timeoutMs * 1.5 + 500,
  )
  signal.addEventListener('abort', onAbort, { once: true })
  end.waiting.set(key, receipt => finish(ok(receipt)))
  return { promise, forget: () => finish(fail('cancelled', 'Nothing was put.')) }
}
