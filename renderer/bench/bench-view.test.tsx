// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { NO_EDGE } from '../../core/bench/drills.ts'
import { type BenchOptions, DEFAULT_BENCH_OPTIONS } from '../../core/bench/types.ts'
import { benchOptions } from '../../core/contract/index.ts'
import { BenchView, type BenchViewProps } from './bench-view.tsx'
import { figureOf, NO_RESIDUE, reportOf } from './report-fixture.ts'

afterEach(cleanup)

function setup(patch: Partial<BenchViewProps> = {}) {
  const onOptions = vi.fn<(options: BenchOptions) => void>()
  const props: BenchViewProps = {
    options: DEFAULT_BENCH_OPTIONS,
    stages: [],
    edges: [],
    pipeline: null,
    usual: undefined,
    plan: { ok: true, value: reportOf({}).plan },
    running: false,
    cancelling: false,
    progress: null,
    report: null,
    error: null,
    history: [],
    onOptions,
    onRun: vi.fn(),
    onCancel: vi.fn(),
    onExport: vi.fn(),
    onPickFile: vi.fn(async () => null),
    onEdge: vi.fn(),
    ...patch,
  }
  render(<BenchView {...props} />)
  const last = () => onOptions.mock.lastCall?.[0]
  return { props, last, user: userEvent.setup() }
}

describe('BenchView', () => {
  it('says under which conditions it ran, and whether both ends of a KV transfer named the same keys', async () => {
    const report = reportOf({ kvKeys: [{ edge: '0->1', sent: ['a'], asked: ['a', 'b'] }] })
    const { user } = setup({ report })
    await user.click(screen.getByRole('tab', { name: 'Conditions' }))
    expect(screen.getByText(/asked for and not sent b/)).toBeTruthy()
  })

  it('shows what would run and what stands in for what, and runs it', async () => {
    const { props, user } = setup()
    expect(screen.getByText('TCP on loopback stands in for the engine.')).toBeDefined()
    expect(screen.getByText('127.0.0.2:50051')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Run' }))
    expect(props.onRun).toHaveBeenCalledOnce()
  })

  it('says why nothing can run', () => {
    setup({ plan: { ok: false, error: { code: 'no-edges', message: 'No edge can run.' } } })
    expect(screen.getByText('No edge can run.')).toBeDefined()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run' }).disabled).toBe(true)
  })

  it('shows how far a run is with live figures, and cancels it', async () => {
    const { props, user } = setup({
      running: true,
      progress: {
        runId: 'run-1',
        doneTransfers: 40,
        totalTransfers: 100,
        elapsedMs: 1000,
        remainingMs: 1500,
        phase: 'ping',
        figures: [figureOf('0->1', 1024)],
        failures: [],
        activeEdges: ['0->1'],
      },
    })
    expect(screen.getByRole('status').textContent).toContain('40 of 100 transfers')
    expect(screen.getByRole('status').textContent).toMatch(/^about 2 s left/)
    expect(screen.getByRole('cell', { name: '1 KiB' })).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(props.onCancel).toHaveBeenCalledOnce()
  })

  it('shows a finished run with failures, residue and the rate in both units', async () => {
    const { props, user } = setup({
      report: reportOf({
        failures: [{ edge: '0->1', code: 'EADDRINUSE', message: 'Port 50051 is taken.', advice: 'Move it.' }],
        residue: { ...NO_RESIDUE, segments: ['sw-1'] },
      }),
    })
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain('Port 50051 is taken. Move it.')
    await user.click(within(alert).getByRole('button', { name: '0->1' }))
    expect(props.onEdge).toHaveBeenCalledWith('0->1')
    expect(screen.getByRole('status').textContent).toContain('Left behind: segment sw-1')
    expect(screen.getByRole('button', { name: 'GB/s' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'MiB/s' })).toBeDefined()
  })

  it('makes only options that the host takes', async () => {
    const { last, user } = setup({ options: { ...DEFAULT_BENCH_OPTIONS, mode: 'load' } })
    const requests = screen.getByLabelText('Requests')
    await user.clear(requests)
    await user.type(requests, '1,000{Enter}')
    expect(last()?.requests).toBe(1000)
    await user.selectOptions(screen.getByLabelText('Until'), 'a time has passed')
    expect(last()).toMatchObject({ durationMs: 10_000 })
    await user.selectOptions(screen.getByLabelText('Arrival'), 'at a fixed rate')
    expect(last()).toMatchObject({ loop: 'open', ratePerSecond: 100 })
    await user.selectOptions(screen.getByLabelText('Payload'), 'preset:bagel-kv-7664')
    expect(last()?.payload.bytes).toBe(439_484_416)
    expect(benchOptions.safeParse(last()).success).toBe(true)
  })

  it('offers only what the mode uses', () => {
    setup({ options: { ...DEFAULT_BENCH_OPTIONS, mode: 'load', loop: 'open', ratePerSecond: 10 } })
    expect(screen.queryByLabelText('In flight')).toBeNull()
    cleanup()
    setup({ options: { ...DEFAULT_BENCH_OPTIONS, mode: 'drill' } })
    expect(screen.queryByLabelText('Payloads per edge')).toBeNull()
  })

  it('refuses a number outside its bounds with the bounds', async () => {
    const { last, user } = setup()
    const requests = screen.getByLabelText('Payloads per edge')
    await user.clear(requests)
    await user.type(requests, '0{Enter}')
    expect(screen.getByText('A whole number from 1 to 10,000,000.')).toBeDefined()
    expect(last()).toBeUndefined()
  })

  it('exports the shown run', async () => {
    const { props, user } = setup({ report: reportOf({}) })
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await user.click(screen.getByRole('menuitem', { name: 'CSV' }))
    expect(props.onExport).toHaveBeenCalledWith('csv', expect.objectContaining({ runId: 'run-1' }))
  })

  it('lays a past run beside the shown one', async () => {
    const past = reportOf({ runId: 'old', figures: [figureOf('0->1', 1048576, { micros: 200 })] })
    const { user } = setup({ report: reportOf({}), history: [reportOf({}), past] })
    await user.click(screen.getByRole('tab', { name: 'History' }))
    await user.selectOptions(screen.getByLabelText('Compare the shown run with'), 'old')
    expect(within(screen.getByRole('region', { name: 'Comparison' })).getAllByText('2 ×')).toHaveLength(2)
    await user.click(screen.getByRole('tab', { name: 'Curve' }))
    expect(screen.getByRole('listitem', { name: /compared/ }).textContent).toContain('config.yaml')
  })

  it('opens a report from a file, to be shown and compared, and says when it is none', async () => {
    const { user } = setup({ report: reportOf({}), history: [reportOf({})] })
    await user.click(screen.getByRole('tab', { name: 'History' }))
    const input = screen.getByLabelText('Report of a run, JSON')
    const upload = (content: unknown) =>
      user.upload(input, new File([JSON.stringify(content)], 'other.json', { type: 'application/json' }))
    await upload({ figures: [1], plan: {}, environment: {} })
    expect(screen.getByRole('alert').textContent).toContain('other.json: This is no report of a run.')
    await upload(reportOf({ runId: 'elsewhere', fileName: '/srv/variant.yaml' }))
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByRole('status').textContent).toContain('variant.yaml')
    await user.selectOptions(screen.getByLabelText('Compare the shown run with'), 'run-1')
    expect(screen.getByRole('region', { name: 'Comparison' }).textContent).toContain(
      'File: config.yaml → variant.yaml',
    )
  })

  it('says at once that a run is cancelled, and offers the next one only when all is taken down', () => {
    setup({ running: true, cancelling: true })
    expect(screen.getByRole('status').textContent).toContain('Cancelled')
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run' }).disabled).toBe(true)
  })

  it('tells drills that fit no edge from those that were played', () => {
    const played = {
      drill: 'stall',
      edge: '0->1',
      expected: 'A time-out.',
      happened: 'timeout',
      noticedAfterMs: 1500,
      asExpected: true,
      simulated: null,
      residue: NO_RESIDUE,
    } as const
    const { plan } = reportOf({})
    setup({
      report: reportOf({
        plan: { ...plan, options: { ...plan.options, mode: 'drill' } },
        figures: [],
        drills: [played, { ...played, drill: 'fill-shm', edge: NO_EDGE, noticedAfterMs: null }],
      }),
    })
    expect(screen.getByRole('status').textContent).toContain(
      'one drill, all as expected, one more fits no edge',
    )
    expect(screen.getByText('not played')).toBeDefined()
  })
})
