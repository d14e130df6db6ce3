import { join } from 'node:path'
import { DEFAULT_BENCH_OPTIONS } from '../../core/bench/types.ts'
import { createBenchRunner } from '../../electron/bench/runner.ts'
import { lowerQuartile, MIB, median, table, usText } from './figures.ts'
import type { Contenders, Section } from './measure.ts'

const CHAIN = `
stages:
  - stage_id: 0
  - stage_id: 1
    input_connectors: { from_stage_0: shm }
connectors:
  shm: { name: SharedMemoryConnector }
`
const ROUNDS = 11
const REQUESTS = 300
/** A ping begins with new processes, whose code is to be compiled; the bare loop's go on. */
const WARMUP = { ping: 3000, bare: 300 }

/**
 * From the begin of a put to the decoded payload in the other process: a `ping` of the bench with notices, records
 * and progress, against the same calls in a bare loop that hands over what `put` gave. Both take turns. What else the
 * machine does adds more to a round than the harness costs, so the quarter of quietest rounds of each is compared.
 */
export async function harness({ node, prefix }: Contenders): Promise<Section> {
  const runner = createBenchRunner({ stageProcess: join(import.meta.dirname, 'stage-process.mjs') })
  const [ping, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    ping.push(await pingMedian(runner))
    const job = {
      op: 'shm',
      segments: 'fresh',
      handOver: true,
      prefix: `${prefix}-h${round}`,
      size: MIB,
      count: REQUESTS,
      warmup: WARMUP.bare,
    } as const
    bare.push(median((await node.run(job)).oneWayUs ?? []))
  }
  await runner.close()
  const [ours, loop] = [lowerQuartile(ping), lowerQuartile(bare)]
  const ratio = ours / loop
  return {
    title: 'What the harness costs of a 1 MiB transfer through shared memory (lower quartile of medians, µs)',
    text: table(
      ['bench ping', 'bare loop', 'cost'],
      [[usText(ours), usText(loop), `${((ratio - 1) * 100).toFixed(1)} %`]],
    ),
    verdicts: [{ what: 'harness over bare loop', ratio, goal: 1.03, isCeiling: true }],
  }
}

async function pingMedian(runner: ReturnType<typeof createBenchRunner>): Promise<number> {
  const options = {
    ...DEFAULT_BENCH_OPTIONS,
    payload: { kind: 'bytes', bytes: MIB },
    requests: REQUESTS,
    warmup: WARMUP.ping,
    integrity: 'off',
  } as const
  const started = await runner.start({ text: CHAIN, fileName: 'bench.yaml', context: {}, options })
  if (!started.ok) throw new Error(started.error.message)
  await runner.idle()
  const { report } = runner.current()
  const figures = report?.figures[0]
  if (figures === undefined) throw new Error(report?.failures[0]?.message ?? 'the ping gave no figures')
  return figures.phases.total.p50
}
