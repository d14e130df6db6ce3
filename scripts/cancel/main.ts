import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_BENCH_OPTIONS } from '../../core/bench/types.ts'
import { isEmpty } from '../../electron/bench/coordinator/residue.ts'
import { createBenchRunner } from '../../electron/bench/runner.ts'
import { type Cancelled, cancelOnce } from './cancel-once.ts'
import { interruptOnce } from './interrupt-once.ts'
import { SCENARIOS } from './scenarios.ts'

/** What users may expect of Cancel. */
const GOAL_MS = 200
/** When the run is cancelled, after it was asked for: while its processes start, while it warms up, in its midst. */
const AFTER_MS = [0, 40, 120, 250, 450, 700, 1000, 1500]

/** The command line itself takes this long until it listens. */
const NODE_START_MS = 500

const runner = createBenchRunner({ stageProcess: join(import.meta.dirname, 'stage-process.mjs') })
const say = (text: string) => process.stdout.write(`${text}\n`)

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

const cells = (values: readonly number[]): string =>
  [at(values, 0.5), at(values, 0.9), Math.max(...values)].map(ms => ms.toFixed(0).padStart(6)).join('')

function line(name: string, runs: readonly Cancelled[]): string {
  const seen = runs.map(({ seenMs }) => seenMs)
  const over = runs.map(({ overMs }) => overMs)
  const ratio = (Math.max(...seen) / GOAL_MS).toFixed(2)
  return `${name.padEnd(36)}${cells(seen)}${ratio.padStart(8)} ×  ${cells(over)}`
}

const all: Cancelled[] = []
say(`Cancel, milliseconds from the request; goal ${GOAL_MS} ms until it is seen.`)
say(
  `${''.padEnd(36)}${'seen cancelled'.padStart(18)}${'of goal'.padStart(10)}  ${'all taken down'.padStart(18)}`,
)
say(`${''.padEnd(36)}${'   p50   p90   max'}${'max'.padStart(8)}    ${'   p50   p90   max'}`)
for (const { name, text, options } of SCENARIOS) {
  const runs: Cancelled[] = []
  for (const afterMs of AFTER_MS)
    runs.push(await cancelOnce(runner, text, { ...DEFAULT_BENCH_OPTIONS, ...options }, afterMs))
  say(line(name, runs))
  all.push(...runs)
}
const cli = process.argv[2] ?? ''
if (existsSync(cli)) {
  const runs: Cancelled[] = []
  for (const afterMs of AFTER_MS) runs.push(await interruptOnce(cli, afterMs + NODE_START_MS))
  say(line('Ctrl+C on the command line, 16 MiB', runs))
  all.push(...runs)
} else say('The command line is not built (npm run build), so Ctrl+C was not tried.')
say(line('all', all))
const left = all.filter(({ residue }) => !isEmpty(residue)).length
say(left === 0 ? 'Nothing was left behind.' : `${left} of ${all.length} runs left something behind.`)
await runner.close()
