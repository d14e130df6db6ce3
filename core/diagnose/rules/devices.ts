import type { Rule } from '../types.ts'
import { COUNT, GLOBAL_TP } from './devices/counts.ts'
import { MAPPING } from './devices/mapping.ts'
import { REPLICAS } from './devices/replicas.ts'

export const DEVICES_RULES: readonly Rule[] = [COUNT, GLOBAL_TP, REPLICAS, MAPPING]
