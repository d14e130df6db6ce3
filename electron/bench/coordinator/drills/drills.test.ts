import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DRILL_KINDS } from '../../../../core/bench/drills.ts'
import type { DrillOutcome } from '../../../../core/bench/types.ts'
import { createBenchRunner } from '../../runner.ts'
import { type BuiltStageProcess, buildStageProcess, reportOf, shortOptions } from '../../testing.ts'
import { isEmpty } from '../residue.ts'
import { findSmallShm } from '../small-shm.ts'

const port = 42_000 + (process.pid % 10_000)
const HYBRID = `
connectors:
  te: { name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: ${port} } }
stages:
  - stage_id: 0
  - { stage_id: 1, input_connectors: { from_stage_0: te } }
  - stage_id: 2
edges: [{ from: 1, to: 2 }]
`

let built: BuiltStageProcess
let drills: readonly DrillOutcome[] = []
beforeAll(async () => {
  built = await buildStageProcess()
  const runner = createBenchRunner({ stageProcess: built.path })
  const options = shortOptions({
    mode: 'drill',
    drillTimeoutMs: 400,
    payload: { kind: 'bytes', bytes: 1024 ** 2 },
  })
  const report = await reportOf(runner, HYBRID, options)
  drills = report.drills
  await runner.close()
}, 60_000)
afterAll(() => built?.remove())

describe('drills', () => {
  it('are all played, each on the first edge that it fits', () => {
    expect(drills.map(({ drill }) => drill)).toEqual(DRILL_KINDS)
    expect(drills.filter(({ edge }) => edge === '1->2').map(({ drill }) => drill)).toEqual(['fill-shm'])
  })
  it.each(DRILL_KINDS)('%s ends as the runtime is expected to, and leaves nothing', kind => {
    const outcome = drills.find(({ drill }) => drill === kind)
    expect(outcome?.asExpected, outcome?.happened).toBe(true)
    expect(outcome && isEmpty(outcome.residue)).toBe(true)
    expect(outcome?.noticedAfterMs).toBeGreaterThan(0)
  })
  it('that kill a stage find the unread payload where the runtime would leave it', async () => {
    const happened = (drill: string, of = drills) => of.find(outcome => outcome.drill === drill)?.happened
    expect(happened('kill-consumer')).toContain('The payload that nobody read then took 1 MiB of the pool.')
    const runner = createBenchRunner({ stageProcess: built.path })
    const options = shortOptions({
      mode: 'drill',
      drills: ['kill-producer', 'kill-consumer'],
      edges: ['1->2'],
    })
    const { drills: shared } = await reportOf(runner, HYBRID, options)
    await runner.close()
    const stays = 'Of the payload that nobody read there was then 1 segment, 1 lock file in /dev/shm.'
    expect(happened('kill-producer', shared)).toContain(stays)
    expect(happened('kill-producer', shared)).toContain('The processes left 1 segment, 1 lock file')
    expect(happened('kill-consumer', shared)).toContain(stays)
  })
  it('say what they only simulate', () => {
    const simulated = drills.filter(outcome => outcome.simulated !== null).map(({ drill }) => drill)
    const isOwn = drills.some(({ happened }) => happened.includes('a tmpfs of 512 KiB'))
    expect(isOwn).toBe(findSmallShm() !== null)
    expect(simulated).toEqual(isOwn ? ['oversized'] : ['fill-shm', 'oversized'])
  })
})
