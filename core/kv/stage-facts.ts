import type { StageView } from '../contract/analysis.ts'
import type { EffectiveConfig } from '../contract/effective.ts'
import { fieldsByKey } from '../effective/index.ts'
import { dictGet, isDict, type PyDict, type PyValue } from '../value/index.ts'

/** A stage as the planners ask about it. */
export interface StageRecord {
  readonly view: StageView
  /** `omni_kv_config` after all layers; empty where there is none. */
  readonly kvConfig: PyDict
  /** A field after all layers; null where nobody wrote it. */
  readonly written: (key: string) => PyValue
}

/** Stages by id, in the graph's order. */
export type StageRecords = ReadonlyMap<string, StageRecord>

const EMPTY: PyDict = new Map()

export function stageRecords(views: readonly StageView[], effective: EffectiveConfig): StageRecords {
  const fields = new Map(effective.stages.map(stage => [stage.id, fieldsByKey(stage)]))
  return new Map(
    views.map(view => {
      const written = (key: string): PyValue => {
        const field = fields.get(view.id)?.get(key)
        return field === undefined || field.source.provenance === 'default' ? null : field.value
      }
      const kvConfig = written('omni_kv_config')
      return [view.id, { view, written, kvConfig: isDict(kvConfig) ? kvConfig : EMPTY }]
    }),
  )
}

/** A member of `omni_kv_config`. */
export const kvValue = (stage: StageRecord, key: string): PyValue => dictGet(stage.kvConfig, key) ?? null
