import type { Finding } from '../../core/contract/finding.ts'

/** A finding for tests, with what the test does not care about filled in. */
export const finding = (patch: Partial<Finding>): Finding => ({
  code: 'WIRE-1',
  severity: 'error',
  message: 'Something is wrong.',
  arithmetic: null,
  consequence: 'raises',
  path: [],
  range: null,
  related: [],
  stages: [],
  edges: [],
  fix: null,
  muted: null,
  ...patch,
})
