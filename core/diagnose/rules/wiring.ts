import type { Rule } from '../types.ts'
import { EDGE_RULES } from './wiring/edges.ts'
import { FAN_RULES } from './wiring/fan.ts'
import { GHOST_RULE } from './wiring/keys.ts'
import { NAME_RULES } from './wiring/names.ts'
import { REFERENCE_RULES } from './wiring/references.ts'

export const WIRING_RULES: readonly Rule[] = [
  ...REFERENCE_RULES,
  GHOST_RULE,
  ...EDGE_RULES,
  ...FAN_RULES,
  ...NAME_RULES,
]
