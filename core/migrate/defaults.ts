import type { PyValue } from '../value/index.ts'
import { pyEquals, pyRepr } from '../value/index.ts'
import { CHANGED_DEFAULTS, PIPELINE_WIDE } from './keys.ts'
import type { Piece } from './pieces.ts'
import type { Report } from './report.ts'
import type { StageDraft } from './stage.ts'

const pieceOf = (stage: StageDraft, key: string): Piece | undefined =>
  stage.pieces.find(piece => piece.key === key)

/** A pair that the legacy file left out. */
export const freshPiece = (key: string, value: PyValue): Piece => ({
  key,
  value,
  path: [],
  head: [],
  lines: null,
})

/** Keys below which a stage's own engine settings end; what is added goes above the first of them. */
const LATE_KEYS = [
  'input_connectors',
  'output_connectors',
  'default_sampling_params',
  'default_pooling_params',
]

function addToStage(stage: StageDraft, piece: Piece): void {
  const late = stage.pieces.findIndex(other => LATE_KEYS.includes(other.key))
  stage.pieces.splice(late < 0 ? stage.pieces.length : late, 0, piece)
}

/**
 * Writes down what the legacy runtime did by default and the present one does not. Gives the pairs that stand once at
 * the top level. `said` are the keys that the top level has already.
 */
export function writeOldDefaults(
  stages: readonly StageDraft[],
  isDiffusion: (stage: StageDraft) => boolean,
  said: ReadonlySet<string>,
  report: Report,
): readonly Piece[] {
  const top: Piece[] = []
  for (const { key, before, now, engine } of CHANGED_DEFAULTS) {
    if (said.has(key)) continue
    const missing = stages.filter(
      stage => pieceOf(stage, key) === undefined && (engine === 'any' || !isDiffusion(stage)),
    )
    const message = `${key} was ${pyRepr(before)} by default and is ${now} now; it is written down so that nothing changes.`
    if (PIPELINE_WIDE.includes(key) && missing.length === stages.length && stages.length > 0) {
      top.push(freshPiece(key, before))
      report.add('made-explicit', null, [key], message)
      continue
    }
    for (const stage of missing) {
      addToStage(stage, freshPiece(key, before))
      report.add('made-explicit', null, [...stage.path, key], message)
    }
  }
  return top
}

/** Lifts a setting that every stage has alike to the top level, and says of the others why they stay. */
export function hoistPipelineWide(stages: readonly StageDraft[], report: Report): readonly Piece[] {
  return PIPELINE_WIDE.flatMap(key => {
    const set = stages.flatMap(stage => pieceOf(stage, key) ?? [])
    const [first] = set
    if (first === undefined) return []
    const alike = set.every(piece => pyEquals(piece.value, first.value))
    if (alike && set.length === stages.length) return [hoisted(stages, first, report)]
    const why = alike ? `${set.length} of ${stages.length} stages set it` : 'the stages differ in it'
    for (const stage of stages) {
      const piece = pieceOf(stage, key)
      if (piece !== undefined)
        report.add(
          'kept',
          piece.path,
          [...stage.path, key],
          `${key} stays on the stage: ${why}, so it can’t be said once for all.`,
        )
    }
    return []
  })
}

function hoisted(stages: readonly StageDraft[], first: Piece, report: Report): Piece {
  const { key } = first
  for (const stage of stages) {
    const index = stage.pieces.findIndex(piece => piece.key === key)
    const [gone] = stage.pieces.splice(index, 1)
    const comments = gone?.head.filter(line => line.trim() !== '') ?? []
    const next = stage.pieces[index]
    if (next !== undefined && comments.length > 0)
      stage.pieces[index] = { ...next, head: [...comments, ...next.head] }
    report.add(
      'hoisted',
      gone?.path ?? null,
      [key],
      `All ${stages.length} stages say the same, so it stands once at the top level.`,
    )
  }
  return { ...first, head: [] }
}
