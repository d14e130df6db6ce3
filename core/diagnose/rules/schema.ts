import type { Rule } from '../types.ts'

export const SCHEMA_RULES: readonly Rule[] = []
