import { describe, expect, it } from 'vitest'
import { peerJobs, peerRow } from './peer.ts'
import { figuresOf, reportOf, SHARED_EDGE } from './report/report-fixture.ts'

const figures = figuresOf('0->1', 1024, 100)

describe('the comparison with the Python peer', () => {
  it('sets mean times to the answer of the receiver side by side', () => {
    const row = peerRow({ ...figures, messagesPerSecond: 500 }, [3000, 5000])
    expect(row).toMatchObject({ benchUs: 2000, pythonUs: 4000, ratio: 2 })
  })
  it('has no row where a side has no time', () => {
    expect(peerRow({ ...figures, messagesPerSecond: 0 }, [1])).toBeNull()
    expect(peerRow(figures, [])).toBeNull()
  })
  it('is asked for the same sizes by the same way', () => {
    const report = reportOf()
    const { plan } = report
    const sizes = report.figures.map(({ sizeBytes }) => sizeBytes)
    expect(peerJobs(report).map(({ job }) => [job.op, job.size])).toEqual(sizes.map(size => ['shm', size]))
    const overTcp = { ...plan, edges: [{ ...SHARED_EDGE, transport: 'tcp' as const }] }
    const jobs = peerJobs({ ...report, plan: overTcp })
    expect(jobs.map(({ job }) => [job.op, job.size])).toEqual(sizes.map(size => ['tcp-turns', size]))
  })
  it('is asked for nothing of a flow', () => {
    const report = reportOf()
    const { plan } = report
    expect(peerJobs({ ...report, plan: { ...plan, options: { ...plan.options, mode: 'flow' } } })).toEqual([])
  })
})
