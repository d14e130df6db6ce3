import type { Analysis, EdgeView, StageView } from '../../core/contract/analysis.ts'
import type { Finding } from '../../core/contract/finding.ts'
import type { Path } from '../../core/document/types.ts'
import type { Selection } from './types.ts'

const startsWith = (path: Path, prefix: Path): boolean =>
  prefix.length > 0 && prefix.length <= path.length && prefix.every((key, index) => key === path[index])

/** What of the graph a place in the text belongs to: a connection before the stage that it is written in. */
export function selectionAt(analysis: Analysis, path: Path): Selection | null {
  const edge = analysis.edges.find(candidate =>
    [candidate.inputPath, candidate.outputPath, candidate.edgePath].some(
      place => place !== null && startsWith(path, place),
    ),
  )
  if (edge !== undefined) return { kind: 'edge', id: edge.id }
  const stage = analysis.stages.find(candidate => candidate.path !== null && startsWith(path, candidate.path))
  if (stage !== undefined) return { kind: 'stage', id: stage.id }
  const connector = analysis.connectors.find(candidate => startsWith(path, candidate.path))
  return connector === undefined ? null : { kind: 'connector', label: connector.label }
}

export const stageById = (analysis: Analysis | null, id: string): StageView | null =>
  analysis?.stages.find(stage => stage.id === id) ?? null

export const edgeById = (analysis: Analysis | null, id: string): EdgeView | null =>
  analysis?.edges.find(edge => edge.id === id) ?? null

/** True while the analysis knows the selected thing. */
export function exists(analysis: Analysis, selection: Selection): boolean {
  switch (selection.kind) {
    case 'stage':
      return stageById(analysis, selection.id) !== null
    case 'edge':
      return edgeById(analysis, selection.id) !== null
    case 'connector':
      return analysis.connectors.some(({ label }) => label === selection.label)
  }
}

/** Where the selected thing is written first; null when it is not in the text. */
export function pathOfSelection(analysis: Analysis, selection: Selection): Path | null {
  switch (selection.kind) {
    case 'stage':
      return stageById(analysis, selection.id)?.path ?? null
    case 'edge': {
      const edge = edgeById(analysis, selection.id)
      return edge?.outputPath ?? edge?.inputPath ?? edge?.edgePath ?? null
    }
    case 'connector':
      return analysis.connectors.find(({ label }) => label === selection.label)?.path ?? null
  }
}

/** Findings that are not muted, worst first; equal ones in the analysis' own order. */
export function openFindings(findings: readonly Finding[]): readonly Finding[] {
  const rank = { error: 0, warning: 1, info: 2 } as const
  return findings
    .filter(finding => finding.muted === null)
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => rank[a.finding.severity] - rank[b.finding.severity] || a.index - b.index)
    .map(({ finding }) => finding)
}

export interface FindingCounts {
  readonly error: number
  readonly warning: number
  readonly info: number
}

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const finding of findings) if (finding.muted === null) counts[finding.severity] += 1
  return counts
}
