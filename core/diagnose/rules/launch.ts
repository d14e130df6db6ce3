import type { Rule } from '../types.ts'

export const LAUNCH_RULES: readonly Rule[] = []
