import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { BenchReport } from '../../../core/bench/types.ts'
import { writeAtomically } from './atomic.ts'
import { createQueue } from './queue.ts'

const MAX_RUNS = 200

/** Enough to tell a report from a torn or foreign line; the report's own fields were ours when written. */
const reportLine = z.custom<BenchReport>(
  value =>
    z.object({ runId: z.string(), startedAt: z.string(), figures: z.array(z.unknown()) }).safeParse(value)
      .success,
)

function parseLine(line: string): BenchReport[] {
  try {
    const parsed = reportLine.safeParse(JSON.parse(line))
    return parsed.success ? [parsed.data] : []
  } catch {
    return []
  }
}

/** The reports of past runs, one JSON line each, newest last in the file and first in the answer. */
export interface BenchHistory {
  add(report: BenchReport): Promise<void>
  list(): Promise<readonly BenchReport[]>
}

export function createBenchHistory(file: string): BenchHistory {
  const inTurn = createQueue()
  const read = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').flatMap(parseLine)
  return {
    add: report =>
      inTurn(async () => {
        const kept = await read()
        if (kept.length >= 2 * MAX_RUNS)
          await writeAtomically(
            file,
            kept
              .slice(-MAX_RUNS)
              .map(run => `${JSON.stringify(run)}\n`)
              .join(''),
          )
        await mkdir(dirname(file), { recursive: true })
        await appendFile(file, `${JSON.stringify(report)}\n`)
      }),
    list: () => inTurn(async () => (await read()).slice(-MAX_RUNS).reverse()),
  }
}
