/** What the measuring processes are asked for. `count` transfers are timed after `warmup` that are not. */
interface Common {
  readonly size: number
  readonly count: number
  readonly warmup: number
}

export interface ShmJob extends Common {
  readonly op: 'shm'
  readonly prefix: string
  readonly segments: 'fresh' | 'recycled'
  /** The receiver is told what `put` gave, as a stage is; otherwise it is woken by a byte and looks by the key. */
  readonly handOver?: boolean
}

export interface TcpJob extends Common {
  readonly op: 'tcp'
  readonly prefix: string
  /** Payloads asked for at once. */
  readonly window: number
}

/** The same bytes to and fro over a bare `node:net` socket. */
export interface EchoJob extends Common {
  readonly op: 'echo'
}

/** Resident and live memory of both processes before and after. */
export interface MemoryJob extends Common {
  readonly op: 'memory'
  readonly prefix: string
  readonly transport: 'shm' | 'tcp'
}

export type Job = ShmJob | TcpJob | EchoJob | MemoryJob

export interface JobResult {
  /** Microseconds per transfer: one figure each, or one mean of all. */
  readonly us: readonly number[]
  /** Microseconds from the begin of a put to the decoded payload in the other process. */
  readonly oneWayUs?: readonly number[]
  readonly growth?: readonly MemoryGrowth[]
}

export interface MemoryGrowth {
  readonly process: 'sender' | 'receiver'
  readonly liveBytes: number
  readonly residentBytes: number
}
