import { formatBytes, formatMicros, formatNumber } from '../format.ts'
import { RUNTIME_NAMES, runtimeRecord } from '../runtime-record.ts'
import { BENCH_PHASES } from '../statistics.ts'
import type { BenchReport, EdgeFigures, KvKeySets, PeerRow } from '../types.ts'

/** A table of texts under a head. */
export interface TextTable {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const label = ({ edge, sizeBytes }: EdgeFigures): string => `${edge}, ${formatBytes(sizeBytes)}`

/** What the table of figures leaves out: every phase with all percentiles, the runtime's names, the histogram. */
export const detailTables = ({
  figures,
  peer = [],
  kvKeys = [],
}: Pick<BenchReport, 'figures' | 'peer' | 'kvKeys'>): readonly TextTable[] =>
  figures.length === 0
    ? []
    : [
        ...peerTable(peer),
        ...keyTable(kvKeys),
        phaseTable(figures),
        runtimeTable(figures),
        ...histogramTable(figures),
      ]

const MOST_KEYS = 64

/** Both ends' keys of a KV transfer side by side; of very many the first, after those that only one end has. */
function keyTable(sets: readonly KvKeySets[]): readonly TextTable[] {
  if (sets.length === 0) return []
  const rows = sets.flatMap(({ edge, sent, asked }) => {
    const [puts, asks] = [new Set(sent), new Set(asked)]
    const keys = [...new Set([...sent, ...asked])].map(key => ({
      key,
      put: puts.has(key),
      asked: asks.has(key),
    }))
    const alone = (row: { readonly put: boolean; readonly asked: boolean }) => Number(row.put && row.asked)
    const sorted = keys.toSorted((a, b) => alone(a) - alone(b))
    const more = keys.length - MOST_KEYS
    const yes = (there: boolean) => (there ? 'yes' : 'no')
    return [
      ...sorted.slice(0, MOST_KEYS).map(row => [edge, row.key, yes(row.put), yes(row.asked)]),
      ...(more > 0 ? [[edge, `… and ${formatNumber(more)} more`, '', '']] : []),
    ]
  })
  return [
    {
      title: 'Keys of the KV transfer, of both ends, per request',
      head: ['edge', 'key', 'put by the sender', 'asked for by the receiver'],
      rows,
    },
  ]
}

const peerTable = (rows: readonly PeerRow[]): readonly TextTable[] =>
  rows.length === 0
    ? []
    : [
        {
          title: 'The same work by Python (mean time to the answer of the receiver, hash off)',
          head: ['edge, size', 'here', 'Python', 'ratio'],
          rows: rows.map(({ edge, sizeBytes, benchUs, pythonUs, ratio }) => [
            `${edge}, ${formatBytes(sizeBytes)}`,
            formatMicros(benchUs),
            formatMicros(pythonUs),
            `${formatNumber(ratio)} ×`,
          ]),
        },
      ]

const phaseTable = (figures: readonly EdgeFigures[]): TextTable => ({
  title: 'Phases (µs)',
  head: ['edge, size', 'phase', 'min', 'mean', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'max'],
  rows: figures.flatMap(row =>
    BENCH_PHASES.map(phase => {
      const { min, mean, p50, p90, p95, p99, p999, max } = row.phases[phase]
      return [label(row), phase, ...[min, mean, p50, p90, p95, p99, p999, max].map(formatNumber)]
    }),
  ),
})

const runtimeTable = (figures: readonly EdgeFigures[]): TextTable => ({
  title: 'Under the runtime’s own names (medians)',
  head: ['edge, size', ...RUNTIME_NAMES],
  rows: figures.map(row => {
    const record = runtimeRecord(row)
    return [label(row), ...RUNTIME_NAMES.map(name => formatNumber(record[name]))]
  }),
})

const BAR = 30

/** Bars are drawn with blocks, so that they can be read as text as well. */
function histogramTable(figures: readonly EdgeFigures[]): readonly TextTable[] {
  const rows = figures.flatMap(row => {
    const buckets = (row.histogram ?? []).filter(({ count }) => count > 0)
    const most = Math.max(...buckets.map(({ count }) => count))
    return buckets.map(({ upToUs, count }) => [
      label(row),
      formatMicros(upToUs),
      formatNumber(count),
      '█'.repeat(Math.max(1, Math.round((count / most) * BAR))),
    ])
  })
  return rows.length === 0
    ? []
    : [{ title: 'Histogram of the total time', head: ['edge, size', 'up to', 'count', ''], rows }]
}
