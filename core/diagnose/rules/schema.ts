import { isDict } from '../../value/index.ts'
import { EVERY_TARGET } from '../targets.ts'
import type { FindingDraft, Rule } from '../types.ts'
import type { RuleView } from '../view.ts'
import { DEFAULTS } from './schema/defaults.ts'
import { DIALECT } from './schema/dialect.ts'
import { deployKeys, legacyKeys } from './schema/keys.ts'
import { overrideFindings } from './schema/overrides.ts'
import { PLATFORMS } from './schema/platforms.ts'
import { RESOLUTION } from './schema/resolution.ts'
import { VALUES } from './schema/values.ts'

/** A file of no known dialect holds no known keys either; SCH-1 says so. */
function keys(view: RuleView): readonly FindingDraft[] {
  const { value, dialect } = view.document
  if (!isDict(value)) return []
  const found =
    dialect === 'legacy' ? legacyKeys(view, value) : dialect === 'deploy' ? deployKeys(view, value) : []
  return [...found, ...overrideFindings(view)]
}

const KEYS: Rule = {
  code: 'SCH-2',
  family: 'schema',
  title: 'Key that is not read here',
  explanation:
    'The runtime does not complain about keys that it does not know: at the top of a deploy file they are ignored, in a stage they are forwarded to the engine, and `--stage-overrides` drops a whole list of them (#5728). Reported are keys that are probably misspelt (at most two slips away from a known one), keys that belong to another place, keys that the pipeline’s registry entry owns, and old names. Other unknown stage keys are taken for engine arguments and kept.',
  source: 'load_deploy_config, StageDeployConfig, #4240, #5728',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'silently-wrong',
  check: keys,
}

export const SCHEMA_RULES: readonly Rule[] = [DIALECT, KEYS, VALUES, RESOLUTION, DEFAULTS, PLATFORMS]
