import type { Rule } from '../types.ts'
import { FLAG_TABLE } from './launch/flags.ts'
import { MULTI_NODE } from './launch/multi-node.ts'

export const LAUNCH_RULES: readonly Rule[] = [MULTI_NODE, FLAG_TABLE]
