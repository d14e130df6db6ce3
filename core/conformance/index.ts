import type { Result } from '../contract/index.ts'
import { ok } from '../contract/index.ts'
import { checkRecord } from './check-record.ts'
import type { Difference } from './differences.ts'
import { readRecords } from './record.ts'

export type { Difference } from './differences.ts'

/** How many records agree with the library, and every difference of the others. */
export interface ConformanceReport {
  readonly passed: number
  readonly failed: number
  readonly differences: readonly Difference[]
}

/**
 * Runs the records of a JSON-lines text through the library, for the target that they were recorded with (2026-07).
 * Fails where the text holds something else than records.
 */
export function runConformance(text: string): Result<ConformanceReport> {
  const records = readRecords(text)
  if (!records.ok) return records
  const outcomes = records.value.map(record => ({ record: record.id, mismatches: checkRecord(record) }))
  const failed = outcomes.filter(outcome => outcome.mismatches.length > 0).length
  return ok({
    passed: outcomes.length - failed,
    failed,
    differences: outcomes.flatMap(({ record, mismatches }) =>
      mismatches.map(mismatch => ({ record, ...mismatch })),
    ),
  })
}
