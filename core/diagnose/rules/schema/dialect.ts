import { DEPLOY_TOP_FIELDS } from '../../../schema/top-fields.ts'
import { isDict, pyStr, pyTypeName } from '../../../value/index.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listWords, quote } from '../../words.ts'

const MIGRATE = 'Migrate it to the deploy dialect.'
const keyOf = (key: string): Place => ({ path: [key], part: 'key' })

/** The flags of the launch command that pass a file, as far as the command names them. */
function passedBy(view: RuleView): '--deploy-config' | '--stage-configs-path' | null {
  const flag = /(?:^|\s)(--deploy-config|--stage-configs-path)(?=[\s=]|$)/.exec(
    view.context.command ?? '',
  )?.[1]
  return flag === '--deploy-config' || flag === '--stage-configs-path' ? flag : null
}

function legacyFile(view: RuleView): readonly FindingDraft[] {
  const place = keyOf('stage_args')
  if (!view.runtime.accepts.legacy)
    return [
      {
        message: `The file uses the removed \`stage_args\` schema, and the deploy loader of target ${view.target} raises ValueError. ${MIGRATE}`,
        place,
      },
    ]
  if (passedBy(view) === '--deploy-config')
    return [
      {
        message: `The command passes this file by --deploy-config, but it uses \`stage_args\`: that loader takes no stage from it. ${MIGRATE} Or pass it by --stage-configs-path.`,
        place,
        consequence: 'silently-wrong',
      },
    ]
  if (view.target === '2025-12') return []
  return [
    {
      severity: 'info',
      consequence: 'informs',
      message: `The file uses the legacy dialect (\`stage_args\`), which later runtimes refuse. ${MIGRATE}`,
      place,
    },
  ]
}

function deployFile(view: RuleView): readonly FindingDraft[] {
  const place = keyOf('stages')
  if (!view.runtime.accepts.deploy)
    return [
      {
        message: `Target ${view.target} knows no deploy files: \`stages\`, \`connectors\` and \`edges\` at the top are not read, and no stage starts from them. Choose a later target, or write \`stage_args\`.`,
        place,
        consequence: 'silently-wrong',
      },
    ]
  if (passedBy(view) === '--stage-configs-path')
    return [
      {
        message:
          'The command passes this deploy file by --stage-configs-path, which looks for `stage_args` and takes an empty stage list from it. Pass it by --deploy-config.',
        place,
        consequence: 'silently-wrong',
      },
    ]
  return []
}

/** Neither list: fine where known keys of a deploy file stand, otherwise nothing here is read. */
function otherFile(view: RuleView): readonly FindingDraft[] {
  const { value } = view.document
  if (!isDict(value))
    return [
      {
        message: `The file holds a ${pyTypeName(value)} and no mapping, so the parser raises. Write \`stages:\` and the stages below it.`,
        place: { path: [] },
      },
    ]
  const known = new Set(DEPLOY_TOP_FIELDS.map(field => field.key))
  const keys = [...value.keys()].map(pyStr)
  if (keys.some(key => known.has(key) && key !== 'connectors' && key !== 'edges')) return []
  return [
    {
      severity: 'warning',
      consequence: 'silently-wrong',
      message: `The file has neither \`stages\` nor \`stage_args\`, and ${listWords(keys.map(quote))} ${keys.length === 1 ? 'is' : 'are'} not read: it is no stage configuration, and nothing can be said about edges.`,
      place: { path: [keys[0] ?? ''], part: 'key' },
    },
  ]
}

function dialect(view: RuleView): readonly FindingDraft[] {
  if (!view.document.ok) return []
  switch (view.document.dialect) {
    case 'both':
      return [
        {
          consequence: 'silently-wrong',
          message:
            'The file has both `stage_args` and `stages`: the parser reads `stage_args` and `runtime`, and ignores `stages`, `connectors` and `edges` at the top. Remove one of the two.',
          place: keyOf('stages'),
          related: [{ ...keyOf('stage_args'), message: 'This list is the one that is read' }],
        },
      ]
    case 'legacy':
      return legacyFile(view)
    case 'deploy':
      return deployFile(view)
    case 'empty':
      return [
        {
          severity: 'info',
          consequence: 'informs',
          message: 'The file is empty: the runtime takes no transfer configuration from it.',
          place: { path: [] },
        },
      ]
    case 'unknown':
      return otherFile(view)
  }
}

export const DIALECT: Rule = {
  code: 'SCH-1',
  family: 'schema',
  title: 'Dialect that the target does not read',
  explanation:
    'There are two dialects: legacy files with `stage_args`, passed by `--stage-configs-path`, and deploy files with `stages`, passed by `--deploy-config`. Runtimes of December 2025 know only the former, those since September 2026 only the latter, and a file with both is read as legacy. A file passed by the wrong flag yields an empty stage list (#3513).',
  source: 'load_deploy_config, #5265, PR 6200',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: dialect,
}
