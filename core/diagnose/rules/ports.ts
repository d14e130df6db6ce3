import type { Rule } from '../types.ts'
import { DUPLICATES } from './ports/duplicates.ts'

export const PORTS_RULES: readonly Rule[] = [DUPLICATES]
