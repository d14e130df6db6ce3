import type { Analysis } from '../contract/analysis.ts'
import { figuresByEdge } from './figures.ts'
import { type Recognised, recognise } from './patterns/index.ts'
import { edgesOf, ruleOf, stagesIn } from './places.ts'
import type { LogEntry, LogReport } from './types.ts'

const MAX_ENTRIES = 5000
/** What is read of a log at most, in characters. */
const MAX_TEXT = 64 * 1024 * 1024
/** A longer line is no log line of the runtime; its beginning tells enough. */
const MAX_LINE = 4000
/** Colours of a terminal: escape, bracket, numbers, m. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')
const LINE_END = /\r\n|\n|\r/g

/** The lines of a text one by one, without an array of all of them. */
function* linesOf(text: string): Generator<string> {
  let start = 0
  for (const end of text.matchAll(LINE_END)) {
    yield text.slice(start, Math.min(end.index, start + MAX_LINE))
    start = end.index + end[0].length
  }
  if (start < text.length) yield text.slice(start, start + MAX_LINE)
}

function entryOf(line: number, text: string, recognised: Recognised, analysis: Analysis | null): LogEntry {
  const edges = edgesOf(text, recognised, analysis)
  return {
    line,
    text,
    kind: recognised.kind,
    meaning: recognised.meaning,
    rule: ruleOf(recognised.rules, edges, analysis),
    stages: stagesIn(text).filter(id => analysis?.stages.some(stage => stage.id === id) ?? true),
    edges,
    transfer: recognised.transfer ?? null,
  }
}

/**
 * The lines of a log that speak of connectors, ports, KV transfers and memory, each tied to the edges and stages of
 * the file that it can mean and to the rule that explains it, and the transfers summed up per edge. Total: any text
 * gives a report, of at most 5,000 entries.
 */
export function readLog(log: string, analysis: Analysis | null = null): LogReport {
  const entries: LogEntry[] = []
  let [lines, omitted] = [0, 0]
  for (const raw of linesOf(log.length > MAX_TEXT ? log.slice(0, MAX_TEXT) : log)) {
    lines += 1
    const text = raw.replace(COLOURS, '').trim()
    const recognised = text === '' ? null : recognise(text)
    if (recognised === null) continue
    if (entries.length < MAX_ENTRIES) entries.push(entryOf(lines, text, recognised, analysis))
    else omitted += 1
  }
  return { lines, entries, omitted, cut: log.length > MAX_TEXT, edges: figuresByEdge(entries) }
}
