import type { EffectiveField, EffectiveStage } from '../contract/effective.ts'
import { dictGet, isDict, isList, type PyDict, type PyValue } from '../value/index.ts'
import { NESTINGS } from './flatten.ts'
import { stageIdOf, stageListKey } from './stage-list.ts'

const EMPTY: PyDict = new Map()

/** True for a value that a platform, the pipeline or an override put over what the texts say. */
const isPut = (field: EffectiveField): boolean =>
  field.source.provenance === 'platform' ||
  field.source.provenance === 'override' ||
  (field.source.provenance === 'pipeline' && field.key === 'omni_kv_config')

/** The same map without the key; the map itself where it has none. */
function without(map: PyValue | undefined, key: string): PyValue | undefined {
  if (!isDict(map) || !map.has(key)) return map
  const rest = new Map(map)
  rest.delete(key)
  return rest
}

/** Values that were put over a stage stand flat in its entry, and nowhere else in it. */
function putFields(entry: PyDict, put: readonly EffectiveField[]): PyDict {
  if (put.length === 0) return entry
  const merged = new Map(entry)
  for (const { key, value } of put) {
    for (const nesting of NESTINGS) {
      const nested = without(merged.get(nesting), key)
      if (nested !== undefined) merged.set(nesting, nested)
    }
    merged.set(key, value)
  }
  return merged
}

/** The configuration as the engines get it: the merged texts with platform, topology and overrides put over them. */
export function mergedConfig(
  config: PyValue,
  topLevel: readonly EffectiveField[],
  stages: readonly EffectiveStage[],
): PyDict {
  if (!isDict(config)) return EMPTY
  const key = stageListKey(config)
  const merged = new Map(config)
  for (const field of topLevel) if (field.source.provenance === 'platform') merged.set(field.key, field.value)
  const list = key === null ? undefined : dictGet(config, key)
  if (key === null || !isList(list)) return merged
  const put = new Map(stages.map(stage => [stage.id, stage.fields.filter(isPut)]))
  return merged.set(
    key,
    list.map(entry => {
      const id = stageIdOf(entry)
      return id !== null && isDict(entry) ? putFields(entry, put.get(id) ?? []) : entry
    }),
  )
}
