import type { Fix } from '../../../contract/finding.ts'
import type { Path } from '../../../document/index.ts'
import type { PyValue } from '../../../value/index.ts'
import { isDict } from '../../../value/index.ts'
import { planned } from '../../fixes.ts'
import { stageEntry } from '../../lookups.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listWords, stageWords } from '../../words.ts'

interface Change {
  readonly key: string
  readonly before: string
  readonly after: string
  /** What keeps the old behaviour; null where it was not the same for all stages. */
  readonly keep: PyValue
}

/** Defaults that moved when the deploy schema replaced the legacy one (#3313). */
const CHANGES: readonly Change[] = [
  { key: 'trust_remote_code', before: 'true', after: 'false', keep: true },
  { key: 'enable_prefix_caching', before: 'false', after: 'decided by the engine', keep: false },
  { key: 'max_num_batched_tokens', before: '32768', after: 'inferred by the engine', keep: 32768 },
  { key: 'max_num_seqs', before: '64 or 1', after: '256 or 1024', keep: null },
]

/** A stage's language-model fields that nobody writes; `max_batch_size` is the older name of `max_num_seqs`. */
function leftOpen(view: RuleView, stage: string): readonly Change[] {
  const isOpen = (key: string): boolean => {
    const field = view.field(stage, key)
    return field === null || field.source.provenance === 'default' || field.source.provenance === 'pipeline'
  }
  return CHANGES.filter(
    change => isOpen(change.key) && !(change.key === 'max_num_seqs' && !isOpen('max_batch_size')),
  )
}

interface OpenStage {
  readonly id: string
  readonly path: Path
  readonly open: readonly Change[]
}

function keepOld(view: RuleView, stages: readonly OpenStage[]): Fix | null {
  return planned(view.document, 'Write the old defaults', draft => {
    for (const { path, open } of stages)
      for (const change of open)
        if (change.keep !== null) draft.set([...path, 'engine_args', change.key], change.keep)
  })
}

function movedDefaults(view: RuleView): readonly FindingDraft[] {
  if (view.document.dialect !== 'legacy') return []
  const stages = view.stages.flatMap((stage): readonly OpenStage[] => {
    if (stage.path === null || stage.kind === 'diffusion') return []
    const entry = stageEntry(view, stage.id)
    const open = entry !== undefined && isDict(entry.value) ? leftOpen(view, stage.id) : []
    return open.length === 0 ? [] : [{ id: stage.id, path: stage.path, open }]
  })
  const keys = new Set(stages.flatMap(stage => stage.open.map(change => change.key)))
  const changes = CHANGES.filter(change => keys.has(change.key))
  if (changes.length === 0) return []
  return [
    {
      message: `${stageWords(stages.map(stage => stage.id))} ${stages.length === 1 ? 'leaves' : 'leave'} ${listWords(changes.map(change => change.key))} to defaults that have changed since December 2025. Write the values where the old ones matter.`,
      arithmetic: changes.map(change => `${change.key}: ${change.before} → ${change.after}`).join('; '),
      place: { path: [view.config.listKey], part: 'key' },
      stages: stages.map(stage => stage.id),
      fix: () => keepOld(view, stages),
    },
  ]
}

export const DEFAULTS: Rule = {
  code: 'PREC-2',
  family: 'schema',
  title: 'Default that changed',
  explanation:
    'A file of the older dialect leaves fields to defaults that have changed since: `trust_remote_code` from true to false, prefix caching from off to automatic, `max_num_batched_tokens` from 32768 to inferred, `max_num_seqs` from 64 or 1 to 256 or 1024. The file then behaves differently without having changed. Diffusion stages do not read these fields.',
  source: '#3313',
  targets: ['2026-07'],
  severity: 'warning',
  consequence: 'silently-wrong',
  check: movedDefaults,
}
