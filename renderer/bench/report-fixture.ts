import { edgeFigures } from '../../core/bench/statistics.ts'
import {
  type BenchReport,
  DEFAULT_BENCH_OPTIONS,
  type Distribution,
  type EdgeFigures,
} from '../../core/bench/types.ts'

const steady = (value: number): Distribution => ({
  count: 100,
  min: value,
  mean: value,
  p50: value,
  p90: value,
  p95: value,
  p99: value,
  p999: value,
  max: value,
})

/** Figures for tests: every transfer took `micros` in total. */
export const figureOf = (
  edge: string,
  sizeBytes: number,
  { micros = 100, failures = 0 }: { readonly micros?: number; readonly failures?: number } = {},
): EdgeFigures =>
  edgeFigures({
    edge,
    sizeBytes,
    failures,
    busyUs: 100 * micros,
    integrity: { checked: 100, failed: 0 },
    phases: {
      encode: steady(micros / 10),
      put: steady(micros / 2),
      notify: steady(micros / 10),
      get: steady(micros / 4),
      decode: steady(micros / 20),
      total: steady(micros),
    },
    histogram: [{ upToUs: micros, count: 100 }],
  })

export const NO_RESIDUE = { segments: [], lockFiles: [], fifos: [], sockets: [], processes: [] }

/** A report for tests, with what the test does not care about filled in. */
export const reportOf = (patch: Partial<BenchReport>): BenchReport => ({
  runId: 'run-1',
  startedAt: '2026-09-01T10:00:00.000Z',
  elapsedMs: 1234,
  fileName: 'config.yaml',
  plan: {
    stages: [
      { id: '0', name: 'thinker' },
      { id: '1', name: 'talker' },
    ],
    edges: [
      {
        id: '0->1',
        from: '0',
        to: '1',
        connectorLabel: 'engine',
        connectorName: 'MooncakeTransferEngineConnector',
        transport: 'tcp',
        standIn: 'TCP on loopback stands in for the engine.',
        bind: { host: '127.0.0.2', port: 50051, mappedFrom: '10.0.0.1' },
        dial: { host: '127.0.0.2', port: 50051, mappedFrom: '10.0.0.1' },
        extra: {},
      },
    ],
    options: DEFAULT_BENCH_OPTIONS,
    target: '2026-07',
    skipped: [],
  },
  state: 'done',
  figures: [figureOf('0->1', 1048576)],
  failures: [],
  drills: [],
  timeline: [],
  peakShmBytes: 1048576,
  residue: NO_RESIDUE,
  environment: {
    cpu: 'Some CPU',
    cores: 2,
    memoryBytes: 2 ** 34,
    kernel: '6.1',
    node: 'v20.20.2',
    version: '0.1.0',
    commit: null,
    target: '2026-07',
    segments: 'fresh',
  },
  ...patch,
})
