import type { Analysis, EdgeView, StageView } from '../../core/contract/analysis.ts'
import type { Finding, Severity } from '../../core/contract/finding.ts'

/** More than that is not drawn; the file's own stages come before those that only a wire names. */
export const MOST_DRAWN = { stages: 5000, edges: 5000 } as const

/** What the canvas looks up per node and edge, indexed once per analysis. */
export interface CanvasGraph {
  readonly ids: readonly string[]
  readonly edges: readonly EdgeView[]
  /** How many there are, those that are not drawn included. */
  readonly all: { readonly stages: number; readonly edges: number }
  readonly stages: ReadonlyMap<string, StageView>
  readonly edgesById: ReadonlyMap<string, EdgeView>
  /** The edges that begin or end at a stage. */
  readonly edgesOf: ReadonlyMap<string, readonly EdgeView[]>
  readonly stageFindings: ReadonlyMap<string, readonly Finding[]>
  /** By `from->to` of the finding's edge. */
  readonly edgeFindings: ReadonlyMap<string, readonly Finding[]>
}

export const endsKey = (from: string, to: string): string => `${from}\n${to}`

const cache = new WeakMap<Analysis, CanvasGraph>()

export function graphOf(analysis: Analysis): CanvasGraph {
  const known = cache.get(analysis)
  if (known !== undefined) return known
  const made = makeGraph(analysis)
  cache.set(analysis, made)
  return made
}

function makeGraph({ stages, edges, findings }: Analysis): CanvasGraph {
  const byId = new Map(stages.slice(0, MOST_DRAWN.stages).map(stage => [stage.id, stage]))
  const known = edges.filter(edge => byId.has(edge.from) && byId.has(edge.to)).slice(0, MOST_DRAWN.edges)
  const stageFindings = new Map<string, Finding[]>()
  const edgeFindings = new Map<string, Finding[]>()
  const edgesOf = new Map<string, EdgeView[]>()
  for (const edge of known) for (const end of new Set([edge.from, edge.to])) add(edgesOf, end, edge)
  for (const finding of findings) {
    if (finding.muted !== null) continue
    for (const stage of new Set(finding.stages)) add(stageFindings, stage, finding)
    for (const { from, to } of finding.edges) add(edgeFindings, endsKey(from, to), finding)
  }
  return {
    ids: [...byId.keys()],
    edges: known,
    all: { stages: stages.length, edges: edges.length },
    stages: byId,
    edgesById: new Map(known.map(edge => [edge.id, edge])),
    edgesOf,
    stageFindings,
    edgeFindings,
  }
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [item])
  else list.push(item)
}

const RANK: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 }

export const worstOf = (findings: readonly Finding[] | undefined): Severity | null =>
  findings?.reduce<Severity | null>(
    (worst, { severity }) => (worst === null || RANK[severity] > RANK[worst] ? severity : worst),
    null,
  ) ?? null
