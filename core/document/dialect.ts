import { dictGet, dictHas, isDict, isString } from '../value/index.ts'
import type { PyValue } from '../value/types.ts'
import type { Dialect } from './types.ts'

/** Keys that deploy files alone have: an overlay or a pipeline's defaults need no stages of their own. */
const DEPLOY_ALONE = ['base_config', 'pipeline']

/** Which of the two schemas a value follows, by the presence of `stage_args` and `stages`. */
export function detectDialect(value: PyValue): Dialect {
  if (value === null) return 'empty'
  if (!isDict(value)) return 'unknown'
  if (value.size === 0) return 'empty'
  const legacy = dictHas(value, 'stage_args')
  const deploy = dictHas(value, 'stages')
  if (legacy) return deploy ? 'both' : 'legacy'
  const leansOnOthers = DEPLOY_ALONE.some(key => isString(dictGet(value, key) ?? null))
  return deploy || leansOnOthers ? 'deploy' : 'unknown'
}
