import { type StageListKey, stageIdOf } from '../effective/index.ts'
import { dictGet, isDict, isList, type PyList, type PyValue } from '../value/index.ts'
import type { PlacedStage } from './wiring.ts'

function listAt(config: PyValue, key: StageListKey): PyList {
  const stages = isDict(config) ? dictGet(config, key) : undefined
  return isList(stages) ? stages : []
}

/** Position of each stage id in a list; of a repeated id the last, which is the one that counts. */
export function stagePlaces(config: PyValue, key: StageListKey): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const [index, stage] of listAt(config, key).entries()) {
    const id = stageIdOf(stage)
    if (id !== null) places.set(id, index)
  }
  return places
}

/** The merged stages with their places in the document. */
export function placeStages(config: PyValue, own: PyValue, key: StageListKey): readonly PlacedStage[] {
  const stages = listAt(config, key)
  if (stages === listAt(own, key)) return stages.map((value, index) => ({ value, index }))
  const places = stagePlaces(own, key)
  return stages.map(value => ({ value, index: places.get(stageIdOf(value) ?? '') ?? null }))
}
