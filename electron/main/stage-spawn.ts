import type { Readable } from 'node:stream'
import type { SpawnStage } from '../bench/coordinator/stage-child.ts'

/** The part of Electron's `UtilityProcess` that is used here. */
interface Utility {
  readonly pid?: number | undefined
  readonly stderr: NodeJS.ReadableStream | null
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  once(event: 'exit', listener: (code: number) => void): unknown
  kill(): boolean
}

/** The part of Electron's `utilityProcess` that starts one. */
export interface UtilityProcesses {
  fork(path: string, args: string[], options: { stdio: ('ignore' | 'pipe')[]; serviceName: string }): Utility
}

/**
 * Starts stage processes of the bench as utility processes: the packed binary is fused against being run as plain
 * Node, so `child_process.fork` would start another window instead.
 */
export const spawnByUtility =
  (
    utilities: UtilityProcesses,
    kill: (pid: number, signal: NodeJS.Signals) => boolean = process.kill,
  ): SpawnStage =>
  entry => {
    const child = utilities.fork(entry, [], {
      stdio: ['ignore', 'ignore', 'pipe'],
      serviceName: 'Stagewright stage',
    })
    let ended = false
    child.once('exit', () => {
      ended = true
    })
    return {
      // The number is known only once the process has started.
      get pid() {
        return child.pid ?? null
      },
      // Electron's type is Node's old interface; a pipe of stdio is a Readable.
      stderr: child.stderr as Readable | null,
      send(message) {
        if (!ended) child.postMessage(message)
        return !ended
      },
      onMessage: listener => void child.on('message', listener),
      onEnd(listener) {
        child.once('exit', code => listener({ code, signal: null, error: null }))
      },
      kill() {
        const { pid } = child
        if (ended) return
        if (pid === undefined) {
          child.kill()
          return
        }
        try {
          kill(pid, 'SIGKILL')
        } catch {
          // It ended by itself meanwhile.
        }
      },
    }
  }
