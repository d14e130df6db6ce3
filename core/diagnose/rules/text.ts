import type { SyntaxCode } from '../../document/index.ts'
import { findMutes } from '../mute.ts'
import { EVERY_TARGET } from '../targets.ts'
import type { FindingDraft, Rule, RuleInfo } from '../types.ts'
import type { RuleView } from '../view.ts'
import { listWords, nearest } from '../words.ts'

const fromReader =
  (code: SyntaxCode) =>
  (view: RuleView): readonly FindingDraft[] =>
    view.document.problems
      .filter(problem => problem.code === code)
      .map(({ message, range, severity }) => ({ message, severity, place: { path: [], range } }))

const rule = (
  code: SyntaxCode,
  info: Pick<RuleInfo, 'title' | 'explanation' | 'source' | 'severity' | 'consequence'>,
): Rule => ({ ...info, code, family: 'text', targets: EVERY_TARGET, check: fromReader(code) })

const READER_RULES: readonly Rule[] = [
  rule('YAML-1', {
    title: 'Text that can’t be read',
    explanation:
      'The runtime reads files as YAML 1.1 with `yaml.safe_load` (a name that ends in `.json`: as JSON). This text stops it, so nothing else can be said. The graph keeps showing the last text that could be read.',
    source: 'load_omni_transfer_config (yaml.safe_load)',
    severity: 'error',
    consequence: 'raises',
  }),
  rule('YAML-2', {
    title: 'Key written twice',
    explanation:
      'A mapping has the same key twice. The runtime’s reader takes the later one without a word, and what stands below the earlier one is lost. Remove one of them.',
    source: 'yaml.safe_load',
    severity: 'warning',
    consequence: 'silently-wrong',
  }),
  rule('LIMIT-1', {
    title: 'Text too large',
    explanation:
      'Texts of more than 8 MiB are shown but not analysed. Real files have a few kilobytes; split the file.',
    source: 'bound of this application',
    severity: 'error',
    consequence: 'informs',
  }),
  rule('LIMIT-2', {
    title: 'Too many aliases',
    explanation:
      'Aliases (`*name`) that repeat each other multiply what a reader has to hold. Past a bound the text is shown but not analysed; write the values out.',
    source: 'bound of this application',
    severity: 'error',
    consequence: 'informs',
  }),
  rule('LIMIT-3', {
    title: 'Too many stages',
    explanation: 'Files with more than 5,000 stages are shown as text only.',
    source: 'bound of this application',
    severity: 'error',
    consequence: 'informs',
  }),
  rule('LIMIT-4', {
    title: 'Too many connections',
    explanation:
      'Files that connect stages more than 120,000 times are shown as text only. Counted are the entries of `input_connectors`, `output_connectors`, `engine_input_source` and `edges`.',
    source: 'bound of this application',
    severity: 'error',
    consequence: 'informs',
  }),
]

function muteProblems(view: RuleView): readonly FindingDraft[] {
  const codes = view.codes
  return findMutes(view.document).flatMap((mute): readonly FindingDraft[] => {
    const place = { path: [], range: mute.range }
    if (mute.codes.length === 0)
      return [
        {
          place,
          message:
            'This comment mutes nothing: write `# stagewright: ignore CODE because` and the reason, for example `ignore PORT-6 because the range is reserved`.',
        },
      ]
    const unknown = mute.codes.filter(code => !codes.has(code))
    if (unknown.length > 0) {
      const [first = ''] = unknown
      const meant = nearest(first, codes)
      return [
        {
          place,
          message: `No rule has the code ${listWords(unknown)}, so nothing is muted by it.${meant === null ? '' : ` Did you mean ${meant}?`}`,
        },
      ]
    }
    if (mute.reason !== null) return []
    return [
      {
        place,
        message: `${listWords(mute.codes)} stays on: a mute needs its reason. Add because and say why.`,
      },
    ]
  })
}

const MUTE: Rule = {
  code: 'MUTE-1',
  family: 'text',
  title: 'Comment that mutes nothing',
  explanation:
    'Findings are muted by a comment that names their codes and the reason: `# stagewright: ignore PORT-6 because the range is reserved`. It counts for its own line, on a line of its own for the line below, and above all content for the whole file. This one names no rule, or no reason, and therefore mutes nothing.',
  source: 'this application',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'informs',
  check: muteProblems,
}

export const TEXT_RULES: readonly Rule[] = [...READER_RULES, MUTE]
