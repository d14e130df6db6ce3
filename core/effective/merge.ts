import { isDict, isList, type PyDict, type PyList, type PyValue } from '../value/index.ts'
import { stageIdOf } from './stage-list.ts'

/**
 * An overlay's value over a base's: mappings by member, anything else replaces. An empty mapping clears the base's,
 * which is what people write it for.
 */
export function mergeValues(base: PyValue, overlay: PyValue): PyValue {
  if (!isDict(base) || !isDict(overlay) || overlay.size === 0) return overlay
  const merged = new Map(base)
  for (const [key, value] of overlay) {
    const known = merged.get(key)
    merged.set(key, known === undefined ? value : mergeValues(known, value))
  }
  return merged
}

/** Stage lists by `stage_id`: the base's order, then what only the overlay has. Entries without an id are kept. */
function mergeStageLists(base: PyList, overlay: PyList): PyList {
  const merged = [...base]
  const places = new Map<string, number>()
  for (const [index, stage] of base.entries()) {
    const id = stageIdOf(stage)
    if (id !== null) places.set(id, index)
  }
  for (const stage of overlay) {
    const id = stageIdOf(stage)
    const place = id === null ? undefined : places.get(id)
    if (place === undefined) {
      if (id !== null) places.set(id, merged.length)
      merged.push(stage)
    } else merged[place] = mergeValues(merged[place] ?? null, stage)
  }
  return merged
}

/** A platform's own fields and its stages, merged by id as the main ones are. */
function mergePlatform(base: PyValue, overlay: PyValue): PyValue {
  if (!isDict(base) || !isDict(overlay)) return overlay ?? base
  const merged = new Map(base)
  for (const [key, value] of overlay) {
    const known = merged.get(key)
    merged.set(key, key === 'stages' && known !== undefined ? mergeLists(known, value) : value)
  }
  return merged
}

const mergeLists = (base: PyValue, overlay: PyValue): PyValue => {
  if (overlay === null) return base
  return isList(base) && isList(overlay) ? mergeStageLists(base, overlay) : overlay
}

function mergeMembers(
  base: PyValue,
  overlay: PyValue,
  merge: (base: PyValue, overlay: PyValue) => PyValue,
): PyValue {
  if (overlay === null) return base
  if (!isDict(base) || !isDict(overlay)) return overlay
  const merged = new Map(base)
  for (const [key, value] of overlay) {
    const known = merged.get(key)
    merged.set(key, known === undefined ? value : merge(known, value))
  }
  return merged
}

function mergeSection(key: PyValue, base: PyValue, overlay: PyValue): PyValue {
  switch (key) {
    case 'stages':
      return mergeLists(base, overlay)
    case 'connectors':
      return mergeMembers(base, overlay, mergeValues)
    case 'platforms':
      return mergeMembers(base, overlay, mergePlatform)
    case 'edges':
      return overlay
    default:
      return mergeValues(base, overlay)
  }
}

/**
 * A configuration over the one that its `base_config` names (runtime: `load_deploy_config`). Scalars and `edges` of
 * the overlay win; connectors are merged by name, stages by id, platforms by name and stage id.
 */
export function mergeConfigs(base: PyDict, overlay: PyDict): PyDict {
  const merged = new Map(base)
  for (const [key, value] of overlay) {
    if (key === 'base_config') continue
    const known = merged.get(key)
    merged.set(key, known === undefined ? value : mergeSection(key, known, value))
  }
  merged.delete('base_config')
  return merged
}
