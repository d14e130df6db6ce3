import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Job, JobResult } from './jobs.ts'

/** A program that runs jobs, one after the other. */
export interface Contender {
  run(job: Job): Promise<JobResult>
  close(): Promise<void>
}

/** The bench's own connectors, in two processes of their own. */
export async function nodeContender(): Promise<Contender> {
  const child = fork(join(import.meta.dirname, 'stage.mjs'), {
    execArgv: ['--expose-gc'],
    serialization: 'advanced',
  })
  await once(child, 'message')
  const died = death(child)
  return {
    async run(job) {
      const answered = once(child, 'message')
      child.send(job)
      const [result] = await Promise.race([answered, died])
      return result
    },
    async close() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

/** The Python contender; null where python3 is missing. */
export function pythonContender(root: string): Contender | null {
  if (spawnSync('python3', ['-c', 'import multiprocessing.shared_memory'], { stdio: 'ignore' }).status !== 0)
    return null
  const script = join(root, 'fixtures/peers/transfer_bench.py')
  const child = spawn('python3', ['-u', '-B', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const died = death(child)
  return {
    async run(job) {
      const answered = once(lines, 'line')
      child.stdin.write(`${JSON.stringify(job)}\n`)
      const [line] = await Promise.race([answered, died])
      return JSON.parse(line)
    },
    async close() {
      const ended = once(child, 'close')
      child.stdin.end()
      await ended
    },
  }
}

/** Rejects when the process ends; a job that is under way then has no result. */
function death(child: ChildProcess): Promise<never> {
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`a measuring process ended with ${code}`)
  })
  // Without a job nobody waits for it, and an end is nothing wrong.
  died.catch(() => undefined)
  return died
}

/** One iperf3 stream on loopback. */
export interface Iperf {
  /** Bytes per second of a new stream with 1 MiB writes, measured for a second. */
  rate(): Promise<number>
}

/** Null where iperf3 is not installed. */
export function iperf(): Iperf | null {
  if (spawnSync('iperf3', ['--version'], { stdio: 'ignore' }).status !== 0) return null
  const port = String(20_000 + (process.pid % 10_000))
  return {
    async rate() {
      const server = spawn('iperf3', ['-s', '-1', '-B', '127.0.0.1', '-p', port, '--forceflush'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const ended = once(server, 'exit')
      await once(server.stdout, 'data')
      const client = spawnSync('iperf3', ['-c', '127.0.0.1', '-p', port, '-l', '1M', '-t', '1', '-J'], {
        encoding: 'utf8',
        timeout: 10_000,
      })
      if (server.exitCode === null) server.kill()
      await ended
      const report = JSON.parse(client.stdout || '{}')
      const bits: unknown = report.end?.sum_received?.bits_per_second
      if (typeof bits !== 'number') throw new Error(`iperf3 gave no rate: ${client.stderr}`)
      return bits / 8
    },
  }
}
