import type { Rule } from '../types.ts'

export const ENDPOINTS_RULES: readonly Rule[] = []
