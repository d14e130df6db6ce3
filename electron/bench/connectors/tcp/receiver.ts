import { connect, type Socket } from 'node:net'
import { fail, ok, type Problem, type Result } from '../../../../core/contract/result.ts'
import type { Endpoint } from '../connector.ts'
import type { ReaderBuffers } from '../shm/reader-buffers.ts'
import { type Frame, FrameReader } from './frame-reader.ts'
import { FRAME, keyFrame } from './frames.ts'
import { requireLoopback } from './loopback-only.ts'

const CONNECT_MS = 5_000

interface Waiting {
  settle(result: Result<Frame>): void
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
  private readonly waiting = new Map<number, Waiting>()
  private readonly releases: Buffer[] = []
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
    if (!answer.ok) return answer
    const { head, body } = answer.value
    if (head.kind !== FRAME.info || body === null) return ok(null)
    return ok({ size: Number(body.bytes.readBigUInt64LE(0)), fast: head.fast })
  }

  /** The payload itself; null when the sender does not have it, or another receiver is reading it. */
  async pull(key: string, limitMs: number): Promise<Result<Frame | null>> {
    const answer = await this.ask(FRAME.pull, key, limitMs)
    return answer.ok && answer.value.head.kind !== FRAME.data ? ok(null) : answer
  }

  /** Tells the sender that a payload has arrived; goes out with the next question, or soon by itself. */
  release(key: string): void {
    if (this.releases.length === 0) setImmediate(() => this.flush())
    this.releases.push(keyFrame(FRAME.release, 0, key))
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
      this.waiting.set(0, {
        settle: result => {
          clearTimeout(timer)
          resolve(result.ok ? ok(this) : result)
        },
      })
      this.socket.once('connect', () => {
        clearTimeout(timer)
        this.waiting.delete(0)
        resolve(ok(this))
      })
    })
  }

  private ask(kind: number, key: string, limitMs: number): Promise<Result<Frame>> {
    if (this.ended !== null) return Promise.resolve({ ok: false, error: this.ended })
    const id = this.nextId
    this.nextId = id === 0xffff_ffff ? 1 : id + 1
    return new Promise(resolve => {
      const timer = setTimeout(() => this.end(tooLate(this.endpoint, key, limitMs)), limitMs)
      this.waiting.set(id, {
        settle: result => {
          clearTimeout(timer)
          resolve(result)
        },
      })
      this.send(keyFrame(kind, id, key))
    })
  }

  private send(question: Buffer): void {
    const releases = this.releases.splice(0)
    this.socket.write(releases.length === 0 ? question : Buffer.concat([...releases, question]))
  }

  private flush(): void {
    const releases = this.releases.splice(0)
    if (releases.length > 0 && this.ended === null) this.socket.write(Buffer.concat(releases))
  }

  private read(count: number): boolean {
    if (this.reader.advance(count)) return true
    this.end({
      code: 'protocol',
      message: `${this.endpoint.host}:${this.endpoint.port} sent what is no frame of the bench. Another program has the port.`,
    })
    return false
  }

  private arrived(frame: Frame): void {
    const waiting = this.waiting.get(frame.head.id)
    this.waiting.delete(frame.head.id)
    waiting?.settle(ok(frame))
  }

  /** A late answer would be taken for the next one's, so a broken exchange ends the connection. */
  private end(problem: Problem): void {
    if (this.ended !== null) return
    this.ended = problem
    this.socket.destroy()
    for (const { settle } of [...this.waiting.values()]) settle({ ok: false, error: problem })
    this.waiting.clear()
  }
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
