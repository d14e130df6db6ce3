import { connect, type Socket } from 'node:net'
import { fail, ok, type Problem, type Result } from '../../../../core/contract/result.ts'
import { writeNow } from '../../native/write-now.ts'
import type { Endpoint } from '../connector.ts'
import type { ReaderBuffers } from '../shm/reader-buffers.ts'
import { type Frame, FrameReader } from './frame-reader.ts'
import { FRAME, type KeyFrame, keyFrames } from './frames.ts'
import { requireLoopback } from './loopback-only.ts'
import { LowWater } from './low-water.ts'

const CONNECT_MS = 5_000
/** How long a release waits for a question that it could go out with. */
const RELEASE_MS = 1

interface Waiting {
  readonly key: string
  readonly limitMs: number
  /** Time of `performance.now()` at which the answer is too late. */
  readonly dueAt: number
  /** Whether the sender is to be told that the answer has arrived. */
  readonly release: boolean
  settle(result: Result<Frame | null>): void
}

/** What a sender has under a key. */
export interface Info {
  readonly size: number
  readonly fast: boolean
}

/**
 * The receiver's connection to one sender. It is the dialling side, and only a dialling socket can read straight
 * into a buffer of its own (`onread`), so a payload is copied once: by the kernel, into its frame.
 */
export class Receiver {
  readonly endpoint: Endpoint
  private readonly socket: Socket
  private readonly reader: FrameReader
  private readonly lowWater: LowWater
  private readonly waiting = new Map<number, Waiting>()
  private outgoing: KeyFrame[] = []
  private isFlushDue = false
  private isAskedSingly = false
  private readonly flushNow = (): void => this.flush()
  /** One that is set anew is cheaper than one per payload. */
  private readonly releaseTimer = setTimeout(() => this.flushLate(), RELEASE_MS).unref()
  private isReleaseTimed = true
  /** One timer for all that wait: one for each would cost as much as a small payload. */
  private timer: NodeJS.Timeout | null = null
  private timerDueAt = Number.POSITIVE_INFINITY
  private nextId = 1
  private ended: Problem | null = null

  private constructor(endpoint: Endpoint, buffers: ReaderBuffers) {
    this.endpoint = endpoint
    this.reader = new FrameReader(buffers, frame => this.arrived(frame))
    this.socket = connect({
      host: endpoint.host,
      port: endpoint.port,
      noDelay: true,
      onread: {
        buffer: () => this.reader.target(),
        callback: count => this.read(count),
      },
    })
    this.lowWater = new LowWater(this.socket)
    this.socket.on('error', (error: NodeJS.ErrnoException) => this.end(dialProblem(endpoint, error.code)))
    this.socket.on('close', () => this.end(dialProblem(endpoint, 'ECONNRESET')))
  }

  /** Connects; fails with the system's code (`ECONNREFUSED` when nobody listens there). */
  static async dial(endpoint: Endpoint, buffers: ReaderBuffers): Promise<Result<Receiver>> {
    const allowed = requireLoopback(endpoint, 'dial')
    if (!allowed.ok) return allowed
    const receiver = new Receiver(endpoint, buffers)
    return receiver.connected()
  }

  get isOpen(): boolean {
    return this.ended === null
  }

  /** Size of a payload; null when the sender does not have it. */
  async query(key: string, limitMs: number): Promise<Result<Info | null>> {
    const answer = await this.ask(FRAME.query, key, limitMs)
    if (!answer.ok || answer.value === null) return answer.ok ? ok(null) : answer
    const { head, body } = answer.value
    if (body === null) return ok(null)
    const size = Number(body.bytes.readBigUInt64LE(0))
    body.release()
    return ok({ size, fast: head.fast })
  }

  /**
   * The payload itself; null when the sender does not have it, or another receiver is reading it. With `release` the
   * sender is told when it has arrived.
   */
  pull(key: string, limitMs: number, release: boolean): Promise<Result<Frame | null>> {
    return this.ask(FRAME.pull, key, limitMs, release)
  }

  /** Goes out with the next question, or soon by itself. */
  private release(key: string): void {
    if (!this.isReleaseTimed) this.releaseTimer.refresh()
    this.isReleaseTimed = true
    this.outgoing.push({ kind: FRAME.release, id: 0, key })
  }

  async close(): Promise<void> {
    if (this.ended !== null) return
    this.flush()
    const closed = new Promise<void>(resolve => this.socket.once('close', () => resolve()))
    this.socket.destroySoon()
    await closed
  }

  private connected(): Promise<Result<Receiver>> {
    return new Promise(resolve => {
      const timer = setTimeout(() => this.end(dialProblem(this.endpoint, 'timeout')), CONNECT_MS)
      const finish = (result: Result<Receiver>): void => {
        clearTimeout(timer)
        resolve(result)
      }
      this.socket.once('connect', () => finish(ok(this)))
      this.socket.once('close', () => finish({ ok: false, error: this.ended ?? dialProblem(this.endpoint) }))
    })
  }

  private ask(kind: number, key: string, limitMs: number, release = false): Promise<Result<Frame | null>> {
    if (this.ended !== null) return Promise.resolve({ ok: false, error: this.ended })
    const id = this.nextId
    this.nextId = id === 0xffff_ffff ? 1 : id + 1
    const dueAt = performance.now() + limitMs
    if (dueAt < this.timerDueAt) this.arm(dueAt)
    this.outgoing.push({ kind, id, key })
    this.flushInTime()
    return new Promise(settle => {
      this.waiting.set(id, { key, limitMs, dueAt, release, settle })
    })
  }

  /**
   * Questions that are asked in one turn go out as one write. Who asks one at a time is likely to go on so, and need
   * not wait for the end of the turn.
   */
  private flushInTime(): void {
    if (this.isFlushDue) return
    this.isFlushDue = true
    if (this.isAskedSingly && this.waiting.size === 0) this.flush()
    else process.nextTick(this.flushNow)
  }

  private flushLate(): void {
    this.isReleaseTimed = false
    this.flush()
  }

  private flush(): void {
    this.isFlushDue = false
    const frames = this.outgoing
    if (frames.length === 0 || this.ended !== null) return
    this.outgoing = []
    // One question and the release of the payload before it.
    this.isAskedSingly = frames.length <= 2
    writeNow(this.socket, keyFrames(questionFirst(frames)))
  }

  private arm(dueAt: number): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timerDueAt = dueAt
    this.timer = setTimeout(() => this.checkTime(), Math.max(0, Math.ceil(dueAt - performance.now())))
  }

  private checkTime(): void {
    this.timerDueAt = Number.POSITIVE_INFINITY
    const now = performance.now()
    let next = Number.POSITIVE_INFINITY
    for (const { key, limitMs, dueAt } of this.waiting.values()) {
      if (dueAt <= now) this.end(tooLate(this.endpoint, key, limitMs))
      else next = Math.min(next, dueAt)
    }
    if (this.ended === null && next < Number.POSITIVE_INFINITY) this.arm(next)
  }

  private read(count: number): boolean {
    if (this.reader.advance(count)) {
      this.lowWater.expect(this.reader.missing)
      return true
    }
    this.end({
      code: 'protocol',
      message: `${this.endpoint.host}:${this.endpoint.port} sent what is no frame of the bench. Another program has the port.`,
    })
    return false
  }

  private arrived(frame: Frame): void {
    const { id, kind } = frame.head
    const waiting = this.waiting.get(id)
    if (waiting === undefined) return
    this.waiting.delete(id)
    if (waiting.release && kind === FRAME.data) this.release(waiting.key)
    waiting.settle(ok(kind === FRAME.notFound ? null : frame))
  }

  /** A late answer would be taken for the next one's, so a broken exchange ends the connection. */
  private end(problem: Problem): void {
    if (this.ended !== null) return
    this.ended = problem
    clearTimeout(this.releaseTimer)
    if (this.timer !== null) clearTimeout(this.timer)
    this.socket.destroy()
    for (const { settle } of [...this.waiting.values()]) settle({ ok: false, error: problem })
    this.waiting.clear()
  }
}

/** A question need not wait for the release of another payload; that of the same one has to stay before it. */
function questionFirst(frames: readonly KeyFrame[]): readonly KeyFrame[] {
  const [first, second] = frames
  if (frames.length !== 2 || first === undefined || second === undefined) return frames
  return first.kind === FRAME.release && first.key !== second.key ? [second, first] : frames
}

const DIAL_ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there. Compare sender_host and sender_zmq_port with what the sender binds.',
  ECONNRESET: 'the sender closed the connection.',
  timeout: `no connection within ${CONNECT_MS / 1000} s.`,
}

function dialProblem({ host, port }: Endpoint, code = 'dial-failed'): Problem {
  return { code, message: `Dialling ${host}:${port}: ${DIAL_ADVICE[code] ?? code}` }
}

const tooLate = ({ host, port }: Endpoint, key: string, limitMs: number): Problem =>
  fail('timeout', `${host}:${port} did not answer for ${key} within ${limitMs / 1000} s.`).error
