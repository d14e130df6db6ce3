import type { Platform } from '../../../contract/analysis.ts'
import { PLATFORM_NAMES } from '../../../schema/index.ts'
import { dictGet, isDict, isList, pyStr } from '../../../value/index.ts'
import { placeAt } from '../../config.ts'
import { setValue } from '../../fixes.ts'
import { knownStages, knownWords } from '../../stages.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { createView, type RuleView } from '../../view.ts'
import { listWords, nearest, quote } from '../../words.ts'
import { DEVICES_RULES } from '../devices.ts'
import { MEMORY_RULES } from '../memory.ts'

const isPlatform = (name: string): name is Platform => (PLATFORM_NAMES as readonly string[]).includes(name)

/** The rules that a platform section can break. */
const RULES: readonly Rule[] = [...MEMORY_RULES, ...DEVICES_RULES]

function draftsOf(view: RuleView): readonly { readonly rule: Rule; readonly draft: FindingDraft }[] {
  return RULES.filter(rule => rule.targets.includes(view.target)).flatMap(rule =>
    rule.check(view).map(draft => ({ rule, draft })),
  )
}

const identity = (rule: Rule, draft: FindingDraft): string => `${rule.code} ${draft.message}`

/** Where a platform's finding is shown: what it marks in the section, else the section's own key. */
function placeIn(platform: Platform, draft: FindingDraft): Place {
  const inSection = draft.place.path[0] === 'platforms' && draft.place.elsewhere !== true
  return inSection ? draft.place : { path: ['platforms', platform], part: 'key' }
}

/** Runs the device and memory rules on the file as one platform gets it, and reports what is new there. */
function platformFindings(
  view: RuleView,
  platform: Platform,
  known: ReadonlySet<string>,
): readonly FindingDraft[] {
  const changed = view.services.reanalyse?.({ platform })
  if (changed === undefined) return []
  return draftsOf(createView(changed, {}, view.codes))
    .filter(({ rule, draft }) => !known.has(identity(rule, draft)))
    .map(({ rule, draft }) => ({
      severity: draft.severity ?? rule.severity,
      consequence: draft.consequence ?? rule.consequence,
      message: `${rule.code} on ${platform}: ${draft.message}`,
      arithmetic: draft.arithmetic ?? null,
      place: placeIn(platform, draft),
      ...(draft.related === undefined ? {} : { related: draft.related }),
      ...(draft.stages === undefined ? {} : { stages: draft.stages }),
      ...(draft.edges === undefined ? {} : { edges: draft.edges }),
      ...(draft.fix === undefined ? {} : { fix: draft.fix }),
    }))
}

function unknownSections(names: readonly string[]): readonly FindingDraft[] {
  return names
    .filter(name => !isPlatform(name))
    .map(name => {
      const meant = nearest(name, PLATFORM_NAMES)
      return {
        severity: 'warning' as const,
        consequence: 'silently-wrong' as const,
        place: { path: ['platforms', name], part: 'key' as const },
        message: `There is no platform ${quote(name)} (there are ${listWords(PLATFORM_NAMES)}), so the section never applies.${meant === null ? '' : ` Did you mean ${meant}?`}`,
      }
    })
}

/** Entries that the merge skips because the pipeline has no such stage. */
function skippedStages(view: RuleView, name: string): readonly FindingDraft[] {
  const { ids, certain } = knownStages(view)
  const platforms = isDict(view.document.value) ? dictGet(view.document.value, 'platforms') : undefined
  const section = isDict(platforms) ? dictGet(platforms, name) : undefined
  const stages = isDict(section) ? dictGet(section, 'stages') : undefined
  if (!certain || !isList(stages)) return []
  return stages.flatMap((stage, index) => {
    const id = isDict(stage) ? dictGet(stage, 'stage_id') : undefined
    if (id === undefined || ids.has(pyStr(id))) return []
    return {
      severity: 'warning' as const,
      consequence: 'silently-wrong' as const,
      place: placeAt(view.document, ['platforms', name, 'stages', index, 'stage_id']),
      message: `Platform ${name} sets stage ${pyStr(id)}, which does not exist (there are ${knownWords(view)}): the entry is skipped.`,
    }
  })
}

/** The newer model runner is not written for these (runtime: NotImplementedError). */
const WITHOUT_V2: readonly Platform[] = ['npu', 'xpu']

function newRunner(view: RuleView, names: readonly Platform[]): readonly FindingDraft[] {
  const { merged } = view.effective
  const top = dictGet(merged, 'model_runner')
  const sections = dictGet(merged, 'platforms')
  const shown = view.context.platform === undefined ? [] : [view.context.platform]
  return [...new Set([...names, ...shown])]
    .filter(name => WITHOUT_V2.includes(name))
    .flatMap(name => {
      const section = isDict(sections) ? dictGet(sections, name) : undefined
      const own = isDict(section) ? dictGet(section, 'model_runner') : undefined
      if ((own ?? top) !== 'v2') return []
      const path = own === undefined || own === null ? ['model_runner'] : ['platforms', name, 'model_runner']
      return {
        message: `model_runner v2 is not there on ${name}, and the runtime raises NotImplementedError. Set model_runner: v1 in the section of ${name}.`,
        place: placeAt(view.document, path),
        fix: () =>
          setValue(
            view.document,
            ['platforms', name, 'model_runner'],
            'v1',
            `Use model_runner v1 on ${name}`,
          ),
      }
    })
}

function platforms(view: RuleView): readonly FindingDraft[] {
  const sections = isDict(view.effective.merged) ? dictGet(view.effective.merged, 'platforms') : undefined
  const own = isDict(view.document.value) ? dictGet(view.document.value, 'platforms') : undefined
  if (view.config.legacy) return []
  const names = isDict(sections) ? [...sections.keys()].map(pyStr) : []
  const written = isDict(own) ? [...own.keys()].map(pyStr) : []
  const others = names.filter(isPlatform).filter(name => name !== view.context.platform)
  const known =
    others.length === 0
      ? new Set<string>()
      : new Set(draftsOf(view).map(item => identity(item.rule, item.draft)))
  return [
    ...unknownSections(written),
    ...written.filter(isPlatform).flatMap(name => skippedStages(view, name)),
    ...newRunner(view, names.filter(isPlatform)),
    ...others.flatMap(name => platformFindings(view, name, known)),
  ]
}

export const PLATFORMS: Rule = {
  code: 'PLAT-1',
  family: 'schema',
  title: 'Platform section that does not fit',
  explanation:
    'A section of `platforms` replaces fields of the stages on its hardware, and the result has to fit there as the file does elsewhere. The rules about devices and memory are run on the file as each of its platforms gets it, and what is wrong only there is reported here with the platform’s name.',
  source: 'load_deploy_config (platform merge), vllm-ascend #9335',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: platforms,
}
