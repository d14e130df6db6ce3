export { Draft, editDocument } from './draft.ts'
export type { PairPlace } from './insert.ts'
export { changeAt, sameValue, valueAt } from './model.ts'
export { Refusal, refuse } from './refusal.ts'
