import { formatMicros, formatRate } from '../../core/bench/format.ts'
import type { BenchReport, EdgeFigures } from '../../core/bench/types.ts'
import type { Analysis, EdgeView } from '../../core/contract/analysis.ts'
import type { Severity } from '../../core/contract/finding.ts'
import { type EdgeNote, useWorkbench, type Workbench } from '../state/index.ts'
import { endsKey, graphOf, worstOf } from './graph.ts'
import { createInterner } from './intern.ts'
import { ownRun } from './own-run.ts'
import { problemCount } from './stage-face.ts'

/** What an edge shows, as plain words. */
export type EdgeFace = {
  readonly label: string
  readonly look: 'explicit' | 'automatic' | 'pipeline'
  readonly carriesKv: boolean
  readonly worst: Severity | null
  /** Rate and median time of the last run at its last size; empty without one. */
  readonly figures: string
  /** Code of the failure in the last run, `EADDRINUSE` for example; its words are in the title. */
  readonly failure: string
  /** The rate alone, for a view from afar. */
  readonly rate: string
  /** What a panel wrote on the edge; empty when nothing. */
  readonly note: string
  readonly noteTone: EdgeNote['tone'] | null
  readonly active: boolean
  readonly title: string
}

/** `MooncakeTransferEngineConnector` reads `MooncakeTransferEngine` on an edge. */
export const shortName = (connectorName: string): string => connectorName.replace(/Connector$/, '')

function lookOf({ origin, automatic }: EdgeView): EdgeFace['look'] {
  if (origin === 'pipeline') return 'pipeline'
  return automatic ? 'automatic' : 'explicit'
}

/** Who decides how the edge transfers: the pipeline alone, the runtime by itself, or a connector of the file. */
function labelOf({ origin, automatic, connectorLabel, connectorName }: EdgeView): string {
  if (automatic) return origin === 'pipeline' ? 'pipeline' : 'automatic'
  return connectorLabel ?? shortName(connectorName)
}

const rateOf = ({ gbPerSecond }: EdgeFigures): string => formatRate(gbPerSecond)

const SPOKEN_LOOKS: Readonly<Record<EdgeFace['look'], string>> = {
  explicit: 'explicit',
  automatic: 'automatic',
  pipeline: 'from the pipeline',
}

const ORIGINS: Readonly<Record<EdgeView['origin'], string>> = {
  explicit: 'written on the stages',
  edges: 'declared in edges',
  engine_input_source: 'declared by engine_input_source',
  pipeline: 'known from the pipeline',
}

function titleOf(edge: EdgeView, messages: readonly string[]): string {
  const connector = edge.automatic
    ? `${edge.connectorName}, filled in by the runtime`
    : edge.connectorLabel === null
      ? edge.connectorName
      : `${edge.connectorName} “${edge.connectorLabel}”`
  return [`Stage ${edge.from} → ${edge.to}: ${connector}; ${ORIGINS[edge.origin]}`, ...messages].join('\n')
}

/** Runs tell edges by `from->to`, whatever the graph calls them. */
const isOf = (edge: EdgeView) => (name: string) => name === edge.id || name === `${edge.from}->${edge.to}`

function faceOf(state: Workbench, id: string): EdgeFace | null {
  const { lastGood, bench, edgeNotes } = state
  const graph = lastGood === null ? null : graphOf(lastGood)
  const edge = graph?.edgesById.get(id)
  if (graph === null || edge === undefined) return null
  const findings = graph.edgeFindings.get(endsKey(edge.from, edge.to))
  const source = ownRun(state)
  const own = isOf(edge)
  const note = edgeNotes[`${edge.from}->${edge.to}`]
  const failure = source?.failures.find(item => own(item.edge))
  const figures = source?.figures.filter(item => own(item.edge) && item.count > 0).at(-1)
  return {
    label: labelOf(edge),
    look: lookOf(edge),
    carriesKv: edge.carriesKv,
    worst: worstOf(findings),
    figures: figures === undefined ? '' : `${rateOf(figures)} · ${formatMicros(figures.phases.total.p50)}`,
    rate: figures === undefined ? '' : rateOf(figures),
    failure: failure?.code ?? '',
    note: note?.text ?? '',
    noteTone: note?.tone ?? null,
    active:
      bench.running &&
      !bench.cancelling &&
      source !== null &&
      (bench.progress?.activeEdges.some(own) ?? false),
    title: titleOf(edge, [
      ...(failure === undefined ? [] : [`${failure.code}: ${failure.message} ${failure.advice}`]),
      ...(note === undefined ? [] : [note.text]),
      ...(findings ?? []).map(({ code, message }) => `${code}: ${message}`),
    ]),
  }
}

/** The edge in one line, for those who hear the graph: `Edge 0 to 1 through rdma, explicit, 0.7 GB/s`. */
export function spokenEdge(analysis: Analysis, edge: EdgeView, report: BenchReport | null): string {
  const own = isOf(edge)
  const failure = report?.failures.find(item => own(item.edge))
  const figures = report?.figures.filter(item => own(item.edge) && item.count > 0).at(-1)
  const problems = graphOf(analysis).edgeFindings.get(endsKey(edge.from, edge.to))?.length ?? 0
  return [
    `Edge ${edge.from} to ${edge.to} through ${edge.connectorLabel ?? edge.connectorName}`,
    SPOKEN_LOOKS[lookOf(edge)],
    edge.carriesKv ? 'carries KV' : '',
    figures === undefined ? '' : rateOf(figures),
    failure === undefined ? '' : `failed with ${failure.code}`,
    problemCount(problems),
  ]
    .filter(part => part !== '')
    .join(', ')
}

const intern = createInterner<EdgeFace>()
let faces = new Map<string, EdgeFace | null>()
let madeOf: Pick<Workbench, 'lastGood' | 'bench' | 'edgeNotes'> | null = null

/** Made once per analysis and progress of the bench, for all that ask. */
function cachedFace(state: Workbench, id: string): EdgeFace | null {
  const { lastGood, bench, edgeNotes } = state
  if (madeOf?.lastGood !== lastGood || madeOf.bench !== bench || madeOf.edgeNotes !== edgeNotes) {
    madeOf = { lastGood, bench, edgeNotes }
    faces = new Map()
  }
  const known = faces.get(id)
  if (known !== undefined) return known
  const made = faceOf(state, id)
  const face = made === null ? null : intern(id, made)
  faces.set(id, face)
  return face
}

export const useEdgeFace = (id: string): EdgeFace | null => useWorkbench(state => cachedFace(state, id))
