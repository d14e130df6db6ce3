import type { Rule } from '../types.ts'

export const PORTS_RULES: readonly Rule[] = []
