import type { EffectiveConfig, EffectiveField } from '../../core/contract/effective.ts'
import { valueText } from '../panel/index.ts'

/** A field of the merged configuration; `stage` null = top level. */
export interface EffectiveRow {
  readonly key: string
  readonly stage: string | null
  readonly field: EffectiveField
}

export function effectiveRows(config: EffectiveConfig): readonly EffectiveRow[] {
  const rows = (stage: string | null, fields: readonly EffectiveField[]) =>
    fields.map(field => ({ key: JSON.stringify([stage, field.key]), stage, field }))
  return [...rows(null, config.topLevel), ...config.stages.flatMap(({ id, fields }) => rows(id, fields))]
}

export interface EffectiveFilter {
  /** `undefined` = everything, null = the top level. */
  readonly stage: string | null | undefined
  readonly words: string
  readonly defaults: boolean
  /** Only fields that several layers give. */
  readonly contested: boolean
}

export function filterEffective(
  rows: readonly EffectiveRow[],
  filter: EffectiveFilter,
): readonly EffectiveRow[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(({ stage, field }) => {
    if (filter.stage !== undefined && stage !== filter.stage) return false
    if (!filter.defaults && field.source.provenance === 'default') return false
    if (filter.contested && !field.hidden.some(({ source }) => source.provenance !== 'default')) return false
    const text = `${field.key} ${valueText(field.value)}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}
