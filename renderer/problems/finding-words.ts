import type { Consequence, Finding } from '../../core/contract/finding.ts'

export const CONSEQUENCES: Readonly<Record<Consequence, string>> = {
  raises: 'The runtime raises an error',
  hangs: 'The runtime waits until a time-out',
  'falls-back': 'The runtime falls back without an error',
  'silently-wrong': 'It runs, and does something else than written',
  wastes: 'It works, and wastes time or memory',
  informs: 'The runtime does not stop here',
}

/** The stages and edges that a finding belongs to, in a few words: `stage 1`, `0→1`, `3 stages`; empty for none. */
export function findingPlace(finding: Finding): string {
  const [edge] = finding.edges
  if (finding.edges.length === 1 && edge !== undefined) return `${edge.from}→${edge.to}`
  if (finding.edges.length > 1) return `${finding.edges.length} edges`
  if (finding.stages.length === 1) return `stage ${finding.stages[0]}`
  return finding.stages.length > 1 ? `${finding.stages.length} stages` : ''
}
