import { expect, it } from 'vitest'
import { createLateness } from './lateness.ts'

it('counts the requests that had to wait, and the longest wait', () => {
  const lateness = createLateness()
  expect(lateness.openLoop()).toBeNull()
  for (const afterDueMs of [-1, 0, 9, 10, 250, 40]) lateness.note(afterDueMs)
  expect(lateness.openLoop()).toEqual({ requests: 6, late: 3, worstLateMs: 250 })
})
