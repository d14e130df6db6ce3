import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reportOf, SHARED_EDGE } from '../../../core/bench/report/report-fixture.ts'
import type { BenchReport } from '../../../core/bench/types.ts'
import { SHM_FOLDER } from '../connectors/shm/names.ts'
import { unwrap } from '../connectors/testing.ts'
import { compareWithPython } from './python.ts'

const scripts = join(import.meta.dirname, '../../../fixtures/peers')
const hasPython = spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0
const running = (): AbortSignal => new AbortController().signal

/** What was measured over one transport, at the sizes of the fixture. */
function measured(transport: 'shared-memory' | 'tcp'): BenchReport {
  const report = reportOf()
  return { ...report, plan: { ...report.plan, edges: [{ ...SHARED_EDGE, transport }] } }
}

const segments = (): readonly string[] =>
  readdirSync(SHM_FOLDER).filter(name => name.startsWith(`swb-${process.pid}-`))

describe.skipIf(!hasPython)('the same work by Python', () => {
  it.each(['shared-memory', 'tcp'] as const)('is timed for every size over %s', async transport => {
    const report = measured(transport)
    const before = segments()
    const rows = unwrap(await compareWithPython(report, scripts, running()))
    expect(rows.map(({ edge, sizeBytes }) => [edge, sizeBytes])).toEqual([
      ['0->1', 1024],
      ['0->1', 1048576],
    ])
    for (const { pythonUs, benchUs, ratio } of rows) {
      expect(pythonUs).toBeGreaterThan(0)
      expect(ratio).toBeCloseTo(pythonUs / benchUs)
    }
    expect(segments().filter(name => !before.includes(name))).toEqual([])
  })

  it('says what Python said where it could not', async () => {
    const compared = await compareWithPython(measured('tcp'), join(scripts, 'nowhere'), running())
    expect(compared).toMatchObject({ ok: false, error: { code: 'python' } })
    expect(compared.ok ? '' : compared.error.message).toContain('transfer_bench.py')
  })

  it('ends when it is cancelled', async () => {
    const abort = new AbortController()
    const compared = compareWithPython(measured('tcp'), scripts, abort.signal)
    abort.abort()
    expect(await compared).toMatchObject({ ok: false, error: { code: 'python' } })
  })
})

describe('a run without counterpart', () => {
  it('has no rows', async () => {
    const report = measured('tcp')
    const { plan } = report
    const flow: BenchReport = {
      ...report,
      plan: { ...plan, options: { ...plan.options, mode: 'flow' } },
    }
    expect(await compareWithPython(flow, scripts, running())).toEqual({ ok: true, value: [] })
  })
})
