import type { Rule } from '../types.ts'

export const KV_RULES: readonly Rule[] = []
