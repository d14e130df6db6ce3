import type { Finding } from '../contract/finding.ts'
import { runRules } from './engine.ts'
import { RULES } from './registry.ts'
import type { RuleInput } from './types.ts'
import type { DiagnoseServices } from './view.ts'

export { RULES, ruleByCode } from './registry.ts'
export { type SharedMemoryNeed, sharedMemoryNeed } from './rules/machine/shm-need.ts'
export type * from './types.ts'
export { RULE_FAMILIES } from './types.ts'
export type { DiagnoseServices, Reanalyse } from './view.ts'

/**
 * Everything that the rules have to say about an analysed text: in the registry's order, then in the text's; the same
 * text gives the same findings. `services.reanalyse` lets PLAT-1 look at the other platforms of the file.
 */
export const diagnose = (input: RuleInput, services: DiagnoseServices = {}): readonly Finding[] =>
  runRules(RULES, input, services)
