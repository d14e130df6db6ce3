import {
  dictGet,
  dictHas,
  isDict,
  isList,
  type PyDict,
  type PyList,
  type PyValue,
  pyStr,
} from '../value/index.ts'

export type StageListKey = 'stages' | 'stage_args'

/** The key that holds the stages. The mere presence of `stage_args` makes a file legacy. */
export function stageListKey(config: PyValue): StageListKey | null {
  if (!isDict(config)) return null
  if (dictHas(config, 'stage_args')) return 'stage_args'
  return dictHas(config, 'stages') ? 'stages' : null
}

/** The stage entries of a configuration; empty when there is no list. */
export function stageList(config: PyValue): PyList {
  const key = stageListKey(config)
  if (key === null || !isDict(config)) return []
  const stages = dictGet(config, key)
  return isList(stages) ? stages : []
}

/** A stage entry's id as edges name it; null for an entry that has none or is no mapping. */
export function stageIdOf(stage: PyValue): string | null {
  const id = isDict(stage) ? dictGet(stage, 'stage_id') : undefined
  return id === undefined ? null : pyStr(id)
}

/** True when the configuration describes its own topology, as the removed dialect does. */
export const isLegacy = (config: PyValue): boolean => stageListKey(config) === 'stage_args'

/** A mapping's member when it is a mapping itself. */
export function mapAt(config: PyValue, key: string): PyDict | null {
  const value = isDict(config) ? dictGet(config, key) : undefined
  return isDict(value) ? value : null
}
