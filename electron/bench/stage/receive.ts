import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { microsBetween, nowNs } from '../clock.ts'
import type { Connector, Got } from '../connectors/connector.ts'
import type { Notice } from '../messages.ts'
import { contentHash } from '../payload/content-hash.ts'
import type { KvReader } from './kv-reader.ts'
import type { Recorder } from './recorder.ts'

/** The receiving end of an edge. */
export interface InEnd {
  readonly edge: string
  readonly lane: string
  readonly from: string
  readonly to: string
  readonly connector: Connector
  /** Whether the notice's metadata is used, or the payload is looked up by its key alone. */
  readonly metadata: boolean
  /** Makes the receiver take its time before it reads (drill `stall`). */
  stalled: boolean
}

export interface Received {
  readonly endNs: number
  /** Time spent on checking, which is no part of the transfer; microseconds. */
  readonly asideUs: number
}

/** Gets what a notice announces, times it, and checks that it is what was sent. */
export async function receiveParcel(
  end: InEnd,
  notice: Notice,
  arrivedNs: number,
  recorder: Recorder,
  kv: KvReader,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Result<Received>> {
  const got = await getByDeadline(end, notice, limits)
  const gotNs = nowNs()
  if (!got.ok) {
    recorder.failed()
    return got
  }
  const part = notice.kv === undefined ? null : kv.take(got.value, notice.kv)
  const endNs = part === null ? gotNs : nowNs()
  recorder.size(notice.sizeBytes)
  if (!notice.warmup) recordPhases(recorder, notice, got.value, { arrivedNs, gotNs, endNs })
  const verdict = part === null ? checkHash(notice, got.value) : part.check()
  if (verdict !== null) recorder.checked(verdict.ok)
  if (part === null) got.value.release()
  if (verdict?.ok === false) {
    recorder.failed()
    return verdict
  }
  return ok({ endNs, asideUs: microsBetween(endNs, nowNs()) })
}

/** Null when this payload is not to be checked. */
function checkHash({ hash, request }: Notice, { data }: Got): Result<null> | null {
  if (hash === null) return null
  return contentHash(data) === hash
    ? ok(null)
    : fail(
        'integrity',
        `Request ${request} arrived changed: the hash of what was read is not the hash of what was sent.`,
      )
}

interface Moments {
  readonly arrivedNs: number
  /** When the payload had been read and decoded. */
  readonly gotNs: number
  /** Later than that where a KV cache is unpacked. */
  readonly endNs: number
}

function recordPhases(
  recorder: Recorder,
  notice: Notice,
  got: Got,
  { arrivedNs, gotNs, endNs }: Moments,
): void {
  const { decodeUs } = got.timing
  recorder.phase('notify', microsBetween(notice.putNs, arrivedNs))
  recorder.phase('get', Math.max(0, microsBetween(arrivedNs, gotNs) - decodeUs))
  recorder.phase('decode', decodeUs + microsBetween(gotNs, endNs))
  recorder.phase('total', microsBetween(notice.startedNs, endNs))
}

/** Between two looks for a payload that is not there yet; the runtime's receivers poll every 5 ms by default. */
const POLL_MS = 1

async function getByDeadline(
  end: InEnd,
  notice: Notice,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Result<Got>> {
  const deadline = nowNs() + timeoutMs * 1e6
  while (!signal.aborted) {
    const generation = end.connector.wakeGeneration?.()
    if (!end.stalled) {
      const got = await end.connector.get(end.from, end.to, notice.key, end.metadata ? notice.metadata : null)
      if (!got.ok) return got
      if (got.value !== null) return ok(got.value)
    }
    if (nowNs() >= deadline) return fail('timeout', `No payload under ${notice.key} within ${timeoutMs} ms.`)
    await pause(end, generation)
  }
  return fail('cancelled', 'The run was cancelled.')
}

const pause = (end: InEnd, generation: number | undefined): Promise<void> =>
  generation === undefined || end.connector.waitForChange === undefined
    ? new Promise(resolve => setTimeout(resolve, POLL_MS))
    : end.connector.waitForChange(generation, POLL_MS)
