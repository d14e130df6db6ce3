import type { Rule } from '../types.ts'

export const DEVICES_RULES: readonly Rule[] = []
