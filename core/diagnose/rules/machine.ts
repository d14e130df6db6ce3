import type { Rule } from '../types.ts'

export const MACHINE_RULES: readonly Rule[] = []
