import { EMPTY_DISTRIBUTION, edgeFigures } from '../statistics.ts'
import { type BenchEdge, type BenchReport, DEFAULT_BENCH_OPTIONS, type EdgeFigures } from '../types.ts'

/** Figures of an edge whose transfers all took `micros`. */
export function figuresOf(edge: string, sizeBytes: number, micros: number, count = 10): EdgeFigures {
  const total = {
    count,
    min: micros,
    mean: micros,
    p50: micros,
    p90: micros,
    p95: micros,
    p99: micros,
    p999: micros,
    max: micros,
  }
  const none = EMPTY_DISTRIBUTION
  return edgeFigures({
    edge,
    sizeBytes,
    failures: 0,
    phases: { encode: none, put: none, notify: none, get: none, decode: none, total },
    busyUs: micros * count,
    integrity: { checked: count, failed: 0 },
  })
}

/** An edge through shared memory, for tests. */
export const SHARED_EDGE: BenchEdge = {
  id: '0->1',
  from: '0',
  to: '1',
  connectorLabel: 'shm',
  connectorName: 'SharedMemoryConnector',
  transport: 'shared-memory',
  standIn: null,
  bind: null,
  dial: null,
  extra: {},
}

/** A report of one shared-memory edge, for tests. */
export const reportOf = (report: Partial<BenchReport> = {}): BenchReport => ({
  runId: 'abcd1234',
  startedAt: '2026-11-24T08:00:00.000Z',
  elapsedMs: 1234,
  fileName: 'pipeline.yaml',
  plan: {
    stages: [
      { id: '0', name: 'thinker' },
      { id: '1', name: 'talker' },
    ],
    edges: [SHARED_EDGE],
    options: DEFAULT_BENCH_OPTIONS,
    target: '2026-07',
    skipped: [],
  },
  state: 'done',
  figures: [figuresOf('0->1', 1024, 50), figuresOf('0->1', 1048576, 500)],
  failures: [],
  drills: [],
  timeline: [],
  peakShmBytes: 1048576,
  residue: { segments: [], lockFiles: [], fifos: [], sockets: [], processes: [] },
  environment: {
    cpu: 'Test CPU',
    cores: 2,
    memoryBytes: 1024 ** 3,
    kernel: 'Linux 6.1',
    node: 'v20.20.2',
    version: '0.1.0',
    commit: null,
    target: '2026-07',
    segments: 'fresh',
  },
  ...report,
})
