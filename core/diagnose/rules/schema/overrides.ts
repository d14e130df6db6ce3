import { parseDocument } from '../../../document/index.ts'
import { DROPPED_OVERRIDES } from '../../../effective/index.ts'
import { isDict, pyStr } from '../../../value/index.ts'
import { knownStages, knownWords } from '../../stages.ts'
import type { FindingDraft, Place } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { quote } from '../../words.ts'
import { deployStageKeys } from './keys.ts'

const FLAG = '--stage-overrides'

const placeIn = (view: RuleView, stage: string): Place => ({
  path: view.stageById.get(stage)?.path ?? [],
  elsewhere: true,
})

function unknownStage(view: RuleView, stage: string): readonly FindingDraft[] {
  const { ids, certain } = knownStages(view)
  if (ids.has(stage) || !certain) return []
  return [
    {
      severity: 'warning',
      place: placeIn(view, stage),
      message: `${FLAG} sets stage ${quote(stage)}, which does not exist (there are ${knownWords(view)}): nothing takes it.`,
    },
  ]
}

/** What is wrong with the text of `--stage-overrides`; its places are not in the file. */
export function overrideFindings(view: RuleView): readonly FindingDraft[] {
  const text = view.context.stageOverrides
  if (text === undefined || text.trim() === '') return []
  const document = parseDocument(text, { fileName: 'stage-overrides.json' })
  if (!document.ok || !isDict(document.value))
    return [
      {
        consequence: 'raises',
        place: { path: [], elsewhere: true },
        message: `${FLAG} is no JSON mapping of stage ids${document.ok ? '' : ` (${document.problems[0]?.message ?? 'it can’t be read'})`}. Write {"1": {"max_num_seqs": 4}}, for example.`,
      },
    ]
  return [...document.value].flatMap(([id, fields]) => {
    const stage = pyStr(id)
    if (!isDict(fields))
      return [
        {
          place: placeIn(view, stage),
          message: `${FLAG} gives stage ${quote(stage)} no mapping of fields. Write {"${stage}": {"max_num_seqs": 4}}, for example.`,
        },
      ]
    const dropped = [...fields.keys()].map(pyStr).filter(key => DROPPED_OVERRIDES.has(key))
    const kept = new Map([...fields].filter(([key]) => !DROPPED_OVERRIDES.has(pyStr(key))))
    return [
      ...unknownStage(view, stage),
      ...dropped.map(key => ({
        consequence: 'silently-wrong' as const,
        place: placeIn(view, stage),
        stages: [stage],
        message: `${FLAG} sets ${quote(key)} of stage ${stage}, and the runtime drops it without a word. Set it in the file.`,
      })),
      ...deployStageKeys(view, kept, []).map(({ message, severity }) => ({
        ...(severity === undefined ? {} : { severity }),
        place: placeIn(view, stage),
        stages: [stage],
        message: `${FLAG}, stage ${stage}: ${message}`,
      })),
    ]
  })
}
