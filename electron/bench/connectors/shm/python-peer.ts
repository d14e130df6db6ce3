import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'

const PEERS = join(import.meta.dirname, '../../../../fixtures/peers')

/** True where an interpreter with `multiprocessing.shared_memory` can be started. */
export const hasPython = (): boolean =>
  spawnSync('python3', ['-c', 'import fcntl, multiprocessing.shared_memory'], { stdio: 'ignore' }).status ===
  0

/** The independent stage of the tests: a Python process that takes one JSON order per line. */
export class PythonPeer {
  private readonly process: ChildProcess
  private readonly lines: Interface
  private readonly waiting: ((answer: Readonly<Record<string, unknown>>) => void)[] = []
  private readonly ended: Promise<void>
  private complaint = ''

  constructor() {
    this.process = spawn('python3', ['-u', '-B', join(PEERS, 'shm_peer.py')], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const { stdout, stderr } = this.process
    if (stdout === null || stderr === null) throw new Error('the peer has no output')
    this.lines = createInterface({ input: stdout })
    this.lines.on('line', line => this.waiting.shift()?.(JSON.parse(line)))
    stderr.on('data', (chunk: Buffer) => {
      this.complaint += chunk.toString()
    })
    this.ended = new Promise(resolve => this.process.once('close', () => resolve()))
  }

  ask(order: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const answered = new Promise<Readonly<Record<string, unknown>>>(resolve => this.waiting.push(resolve))
    this.process.stdin?.write(`${JSON.stringify(order)}\n`)
    const died = this.ended.then(() => Promise.reject(new Error(`the peer ended: ${this.complaint}`)))
    return Promise.race([answered, died])
  }

  /** Ends the peer; returns what it complained about. */
  async close(): Promise<string> {
    this.process.stdin?.end()
    await this.ended
    this.lines.close()
    return this.complaint
  }
}
