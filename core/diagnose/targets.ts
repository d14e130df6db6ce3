import type { TargetId } from '../contract/analysis.ts'

/** Targets that a rule holds for. */
export const EVERY_TARGET: readonly TargetId[] = ['2025-12', '2026-07', '2026-09']
export const SINCE_JULY_2026: readonly TargetId[] = ['2026-07', '2026-09']
