import { statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { errnoOf } from './errno.ts'

it('gives the code that the system gave, and none where it gave none', () => {
  let failure: unknown
  try {
    statSync(new URL('nowhere/at-all', import.meta.url))
  } catch (error) {
    failure = error
  }
  expect(errnoOf(failure)).toBe('ENOENT')
  expect([new Error('no'), { code: 7 }, 'ENOENT', null].map(errnoOf)).toEqual([null, null, null, null])
})
