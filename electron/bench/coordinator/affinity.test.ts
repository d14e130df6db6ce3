import { expect, it } from 'vitest'
import { parseProcessors } from './affinity.ts'

it('reads lists of processors as the kernel writes them', () => {
  expect(parseProcessors('0-3,8')).toEqual([0, 1, 2, 3, 8])
  expect(parseProcessors(' 5\n')).toEqual([5])
  expect(parseProcessors('')).toEqual([])
  expect(parseProcessors('x,3-1,2')).toEqual([2])
})
