import type { Analysis, EdgeRef } from '../../../core/contract/index.ts'
import { LOG_PATTERNS, type Recognised } from './patterns.ts'
import type { LogEntry, LogReading } from './types.ts'

const MAX_ENTRIES = 5000
/** A longer line is no log line of the runtime; its beginning tells enough. */
const MAX_LINE = 4000
/** Colours of a terminal: escape, bracket, numbers, m. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

/**
 * The lines of a log that speak of connectors, ports, KV transfers and memory, each tied to the edges and stages of
 * the file that it can mean.
 */
export function readLog(log: string, analysis: Analysis | null): LogReading {
  const entries: LogEntry[] = []
  let omitted = 0
  const lines = log.split(/\r\n|\n|\r/)
  for (const [index, raw] of lines.entries()) {
    const text = raw.slice(0, MAX_LINE).replace(COLOURS, '').trim()
    const recognised = text === '' ? null : recognise(text)
    if (recognised === null) continue
    if (entries.length < MAX_ENTRIES) entries.push(entryOf(index + 1, text, recognised, analysis))
    else omitted += 1
  }
  return { lines: lines.at(-1) === '' ? lines.length - 1 : lines.length, entries, omitted }
}

function recognise(text: string): Recognised | null {
  for (const { pattern, read } of LOG_PATTERNS) {
    const match = pattern.exec(text)
    if (match !== null) return read(match)
  }
  return null
}

function entryOf(line: number, text: string, recognised: Recognised, analysis: Analysis | null): LogEntry {
  const edges = edgesOf(text, recognised, analysis)
  const named = stagesIn(text).filter(id => analysis?.stages.some(stage => stage.id === id) ?? true)
  return {
    line,
    text,
    kind: recognised.kind,
    meaning: recognised.meaning,
    rule: recognised.rule,
    stages: named.length > 0 ? named : [],
    edges,
    transfer: recognised.transfer ?? null,
  }
}

const EDGE_FORMS = [
  /\(\s*'([^']+)'\s*,\s*'([^']+)'\s*\)/,
  /\bomni_(\w{1,60}?)_to_(\w{1,60}?)_kv_cache_/,
  /\b(?:edge\s+)?(\d+)\s*->\s*(\d+)\b/,
  /\bfrom_stage[= ]'?(\w{1,60})'?.*?\bto_stage[= ]'?(\w{1,60})'?/,
] as const

function edgesOf(text: string, recognised: Recognised, analysis: Analysis | null): readonly EdgeRef[] {
  for (const form of EDGE_FORMS) {
    const match = form.exec(text)
    if (match?.[1] !== undefined && match[2] !== undefined) return [{ from: match[1], to: match[2] }]
  }
  if (analysis === null) return []
  if (recognised.port !== undefined) return edgesOfPort(analysis, recognised.port)
  if (recognised.kv !== true) return []
  const { transfers } = analysis.kv
  return transfers.length === 1 ? transfers.map(({ from, to }) => ({ from, to })) : []
}

function edgesOfPort(analysis: Analysis, port: number): readonly EdgeRef[] {
  const found = analysis.ports.endpoints.filter(endpoint => endpoint.port === port).map(({ edge }) => edge)
  return found.filter(
    (edge, index) => found.findIndex(other => other.from === edge.from && other.to === edge.to) === index,
  )
}

/** `stage 1`, `Stage-0`, `[stage_2]`, `stage_id=3`. */
const stagesIn = (text: string): readonly string[] => [
  ...new Set(Array.from(text.matchAll(/\bstage(?:_id)?[-_= ]{1,2}(\d+)\b/gi), match => match[1] ?? '')),
]

/** Transfers of one edge summed up. */
export interface LogEdgeFigures {
  readonly edge: string
  readonly count: number
  readonly bytes: number
  /** Medians over the lines that say them. */
  readonly medianMillis: number | null
  readonly medianMib: number | null
  readonly failures: number
}

/** Figures per edge; transfers that no edge can be told for stand under an empty name. */
export function figuresByEdge(entries: readonly LogEntry[]): readonly LogEdgeFigures[] {
  const groups = new Map<string, LogEntry[]>()
  for (const entry of entries) {
    if (entry.transfer === null && !(entry.kind === 'error' && entry.edges.length > 0)) continue
    const names = entry.edges.length === 0 ? [''] : entry.edges.map(({ from, to }) => `${from}->${to}`)
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), entry])
  }
  return [...groups].map(([edge, group]) => {
    const transfers = group.flatMap(entry => entry.transfer ?? [])
    return {
      edge,
      count: transfers.length,
      bytes: transfers.reduce((sum, transfer) => sum + (transfer.bytes ?? 0), 0),
      medianMillis: median(transfers.flatMap(transfer => transfer.millis ?? [])),
      medianMib: median(transfers.flatMap(transfer => transfer.mibPerSecond ?? [])),
      failures: group.filter(entry => entry.kind === 'error').length,
    }
  })
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
