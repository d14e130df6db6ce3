import type { EffectiveField, ValueSource } from '../contract/effective.ts'
import { isDict, type PyValue } from '../value/index.ts'
import { mergeValues } from './merge.ts'

/** One layer's say on a field. */
export interface Contribution {
  readonly value: PyValue
  readonly source: ValueSource
  /** True when a mapping is merged into what lies below instead of replacing it. */
  readonly deep: boolean
}

/**
 * One field from all that say something about it, weakest first. The source is that of the strongest; of a merged
 * mapping the others stay visible as hidden layers too.
 */
function foldGroup(key: string, weakestFirst: readonly Contribution[]): EffectiveField | null {
  const strongest = weakestFirst.at(-1)
  if (strongest === undefined) return null
  if (weakestFirst.length === 1) return { key, value: strongest.value, source: strongest.source, hidden: [] }
  let value: PyValue = null
  for (const [index, item] of weakestFirst.entries())
    value = index > 0 && item.deep && isDict(item.value) ? mergeValues(value, item.value) : item.value
  const hidden = weakestFirst.slice(0, -1).reverse()
  return {
    key,
    value,
    source: strongest.source,
    hidden: hidden.map(item => ({ value: item.value, source: item.source })),
  }
}

/**
 * A field from what is written for it and from what stands in where nothing is. A null that wins among the written
 * ones means "no override", so the fallbacks show through.
 */
export function foldField(
  key: string,
  fallbacks: readonly Contribution[],
  written: readonly Contribution[],
): EffectiveField | null {
  const top = foldGroup(key, written)
  const below = foldGroup(key, fallbacks)
  if (top === null || below === null) return top ?? below
  const lower = [{ value: below.value, source: below.source }, ...below.hidden]
  if (top.value !== null) return { ...top, hidden: [...top.hidden, ...lower] }
  return {
    ...below,
    hidden: [{ value: top.value, source: top.source }, ...top.hidden, ...below.hidden],
  }
}
