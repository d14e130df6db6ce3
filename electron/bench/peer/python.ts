import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type PeerJob, peerJobs, peerRow } from '../../../core/bench/peer.ts'
import type { BenchReport, PeerRow } from '../../../core/bench/types.ts'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import { newRunPrefix, sweepRun } from '../connectors/index.ts'

const answer = z.object({ us: z.array(z.number()) })
const JOB_MS = 120_000

/**
 * Lets a Python process do what was measured: the same transport, size and number of transfers, on the same machine
 * right after. `folder` holds the scripts. Fails when Python or its shared memory is not there.
 */
export async function compareWithPython(
  report: BenchReport,
  folder: string,
  signal: AbortSignal,
): Promise<Result<readonly PeerRow[]>> {
  const prefix = newRunPrefix()
  const child = spawn('python3', ['-u', '-B', join(folder, 'transfer_bench.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  })
  const peer = talkTo(child)
  try {
    const rows: PeerRow[] = []
    for (const { figures, job } of peerJobs(report)) {
      const times = await peer.ask({ ...job, prefix })
      if (!times.ok) return times
      const row = peerRow(figures, times.value)
      if (row !== null) rows.push(row)
    }
    return ok(rows)
  } finally {
    await peer.end()
    sweepRun(prefix)
  }
}

interface Peer {
  ask(job: PeerJob & { readonly prefix: string }): Promise<Result<readonly number[]>>
  end(): Promise<void>
}

function talkTo(child: ChildProcess): Peer {
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-500)
  })
  const ended = new Promise<string>(resolve => {
    child.once('close', () => resolve(complaint.trim()))
    child.once('error', error => resolve(error.message))
  })
  // A peer that has ended takes no more orders; `ended` tells.
  child.stdin?.on('error', () => undefined)
  const lines = child.stdout === null ? null : createInterface({ input: child.stdout })

  return {
    async ask(job) {
      const line = new Promise<string>(resolve => lines?.once('line', resolve))
      child.stdin?.write(`${JSON.stringify(job)}\n`)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Result<never>>(resolve => {
        timer = setTimeout(
          () => resolve(fail('timeout', 'Python took more than two minutes for one size.')),
          JOB_MS,
        )
      })
      const died = ended.then(words =>
        fail('python', `Python could not do the same work: ${words || 'it ended.'}`),
      )
      const result = await Promise.race([line.then(parse), died, late])
      clearTimeout(timer)
      return result
    },
    async end() {
      child.stdin?.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000)
      await ended
      clearTimeout(timer)
      lines?.close()
    },
  }
}

function parse(line: string): Result<readonly number[]> {
  try {
    return ok(answer.parse(JSON.parse(line)).us)
  } catch {
    return fail('python', `Python answered something else than times: ${line.slice(0, 200)}`)
  }
}
