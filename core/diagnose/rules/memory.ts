import type { Rule } from '../types.ts'
import { SHARES } from './memory/shares.ts'

export const MEMORY_RULES: readonly Rule[] = [SHARES]
