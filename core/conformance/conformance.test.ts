import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { runConformance } from './index.ts'

const RECORDS = readFileSync(new URL('../../fixtures/goldens/public.jsonl', import.meta.url), 'utf8')

it('agrees with every recorded case', () => {
  expect(runConformance(RECORDS)).toEqual({ ok: true, value: { passed: 279, failed: 0, differences: [] } })
})
