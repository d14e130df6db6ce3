import { type ChildProcess, fork } from 'node:child_process'
import type { Readable } from 'node:stream'

/** A started stage process, whatever started it: Node's `fork`, or Electron's `utilityProcess`. */
export interface StageChild {
  readonly pid: number | null
  readonly stderr: Readable | null
  /** False when the process can't be reached any more. */
  send(message: unknown): boolean
  onMessage(listener: (message: unknown) => void): void
  /** Called once: when the process has ended, or could not be started. */
  onEnd(listener: (end: ChildEnd) => void): void
  kill(): void
}

export interface ChildEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** What kept the process from starting; null when it did start. */
  readonly error: string | null
}

/** Starts the built entry of a stage process. Messages are structured clones. */
export type SpawnStage = (entry: string) => StageChild

/** Starts it with the Node that runs this. */
export const spawnByFork: SpawnStage = entry =>
  childOf(
    fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    }),
  )

/** A child of Node's own that has a channel. */
export function childOf(child: ChildProcess): StageChild {
  return {
    pid: child.pid ?? null,
    stderr: child.stderr,
    send: message => child.connected && child.send(message as object, () => undefined),
    onMessage: listener => void child.on('message', listener),
    onEnd(listener) {
      child.once('exit', (code, signal) => listener({ code, signal, error: null }))
      child.once('error', error => listener({ code: null, signal: null, error: error.message }))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
