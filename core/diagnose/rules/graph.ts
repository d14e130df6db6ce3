import type { Rule } from '../types.ts'

export const GRAPH_RULES: readonly Rule[] = []
