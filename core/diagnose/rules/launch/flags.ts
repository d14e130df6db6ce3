import { parseDocument } from '../../../document/index.ts'
import {
  FLAGS,
  type FlagInfo,
  flagsStartingWith,
  type LaunchFlag,
  type LaunchProcess,
} from '../../../launch/index.ts'
import { TARGET_IDS } from '../../../targets/index.ts'
import { isDict } from '../../../value/index.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listWords, nearest } from '../../words.ts'

const COMMAND: Place = { path: [], elsewhere: true }

/** Flags that documentation once listed and no release had. */
const PER_STAGE = /^--stage-(\d+)-([a-z-]+)$/
/** Of the omni flags those that plain vLLM surely lacks; it has `--headless` and some others too. */
const OMNI_ONLY = /^--(?:omni-|stage-|deploy-config$|(?:no-)?async-chunk$)/

const atLeast = (view: RuleView, bound: FlagInfo['since']): boolean =>
  bound !== undefined && TARGET_IDS.indexOf(view.target) >= TARGET_IDS.indexOf(bound)

function otherTarget(view: RuleView, info: FlagInfo): FindingDraft | null {
  const advice = info.note === undefined ? '' : ` ${info.note}`
  if (info.removed !== undefined && atLeast(view, info.removed))
    return {
      message: `${info.name} of the launch command is gone since ${info.removed}: target ${view.target} ends with "unrecognized arguments".${advice === '' ? ' Remove it.' : advice}`,
      place: COMMAND,
    }
  if (info.since !== undefined && !atLeast(view, info.since))
    return {
      message: `${info.name} of the launch command came with ${info.since}: target ${view.target} ends with "unrecognized arguments".${advice === '' ? ' Remove it, or choose a later target.' : advice}`,
      place: COMMAND,
    }
  return null
}

/** The value of a flag as JSON: a number or true stays one, everything else is a text. */
const jsonValue = (value: string | null): string =>
  value === null ? 'true' : /^-?\d+(?:\.\d+)?$|^true$|^false$/.test(value) ? value : JSON.stringify(value)

function unknownFlag({ name, value, written }: LaunchFlag): FindingDraft {
  const perStage = PER_STAGE.exec(name)
  if (perStage !== null)
    return {
      message: `There are no flags like ${written}. Pass --stage-overrides '{"${perStage[1]}": {"${(perStage[2] ?? '').replaceAll('-', '_')}": ${jsonValue(value)}}}' instead.`,
      place: COMMAND,
    }
  const candidates = flagsStartingWith(name)
  if (candidates.length > 1)
    return {
      severity: 'warning',
      message: `${written} may stand for ${listWords(candidates, 4)}, and the runtime refuses what is ambiguous. Write the flag out.`,
      place: COMMAND,
    }
  const meant = nearest(name, FLAGS.keys())
  if (meant !== null)
    return {
      severity: 'warning',
      message: `No flag ${written} is known; the runtime ends with "unrecognized arguments". Did you mean ${meant}?`,
      place: COMMAND,
    }
  return {
    severity: 'info',
    consequence: 'informs',
    message: `${written} is not among the flags that are known here; the runtime ends with "unrecognized arguments" if vLLM does not have it either. Check it with vllm serve --help.`,
    place: COMMAND,
  }
}

function checkFlag(view: RuleView, flag: LaunchFlag): readonly FindingDraft[] {
  const info = FLAGS.get(flag.name)
  if (info === undefined) return [unknownFlag(flag)]
  const other = otherTarget(view, info)
  if (other !== null) return [other]
  return info.kind === 'value' && flag.value === null
    ? [{ message: `${flag.written} needs a value, and none follows it. Add it.`, place: COMMAND }]
    : []
}

function badOverrides({ flags }: LaunchProcess): readonly FindingDraft[] {
  return flags.flatMap(({ name, value }) => {
    if (name !== '--stage-overrides' || value === null) return []
    const document = parseDocument(value, { fileName: 'stage-overrides.json' })
    if (document.ok && isDict(document.value)) return []
    return {
      message: `--stage-overrides of the launch command is no JSON mapping (${document.problems[0]?.message ?? 'it holds another value'}). Write '{"1": {"max_num_seqs": 4}}', for example, in single quotes.`,
      place: COMMAND,
    }
  })
}

/** The omni flags exist only with `--omni`. */
function withoutOmni({ flags }: LaunchProcess): readonly FindingDraft[] {
  const used = flags.filter(flag => OMNI_ONLY.test(flag.name)).map(flag => flag.written)
  if (used.length === 0 || flags.some(flag => flag.name === '--omni')) return []
  return [
    {
      message: `The launch command has ${listWords(used)} without --omni, and plain vLLM does not know them. Add --omni.`,
      place: COMMAND,
    },
  ]
}

/** The same slip in several lines is one finding. */
function oncePerMessage(drafts: readonly FindingDraft[]): readonly FindingDraft[] {
  return [...new Map(drafts.map(draft => [draft.message, draft])).values()]
}

export const FLAG_TABLE: Rule = {
  code: 'CMD-1',
  family: 'launch',
  title: 'Flag that the runtime does not know',
  explanation:
    'The flags of the launch command are compared with a table of those that each target knows. One that is gone or has not come yet ends the start with “unrecognized arguments”: `--stage-configs-path` went in the summer of 2026, `--deploy-config` and the flags of the stage-based launch came with July 2026. Flags for single stages (`--stage-1-…`) were documented once and never existed; `--stage-overrides` takes their place. A flag that is nearly a known one is a warning; one that is in no table is a note, because vLLM has more flags than are listed here.',
  source: 'argument parser of `vllm serve --omni`; #4508, PR 4512, PR 5647',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view =>
    oncePerMessage(
      view.launch.processes.flatMap(process => [
        ...withoutOmni(process),
        ...process.flags.flatMap(flag => checkFlag(view, flag)),
        ...badOverrides(process),
      ]),
    ),
}
