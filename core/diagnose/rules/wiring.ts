import type { Rule } from '../types.ts'

export const WIRING_RULES: readonly Rule[] = []
