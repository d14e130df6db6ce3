import type { RuleInput } from './types.ts'

/** What a rule looks at: the input with everything parsed and indexed once. */
export interface RuleView extends RuleInput {}
