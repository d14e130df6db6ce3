import type { Rule } from '../types.ts'

export const STREAMING_RULES: readonly Rule[] = []
