import { describe, expect, it } from 'vitest'
import { editDistance, listWords, nearest, nearestLabel, quote, stageWords } from './words.ts'

describe('editDistance', () => {
  it.each([
    ['shm', 'shm', 0],
    ['memroy', 'memory', 1],
    ['proto', 'protocol', 3],
    ['', 'abc', 3],
    ['utilisation', 'utilization', 1],
  ])('%s to %s takes %i', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance)
    expect(editDistance(b, a, 5)).toBe(distance)
  })

  it('stops past its limit', () => {
    expect(editDistance('tensor_parallel_size', 'max_num_seqs', 2)).toBe(3)
  })
})

describe('nearest', () => {
  it('finds what was meant, the nearest first', () => {
    expect(nearest('max_num_sequs', ['max_num_seqs', 'max_model_len'])).toBe('max_num_seqs')
    expect(nearest('SharedMemoryconnector', ['SharedMemoryConnector'])).toBe('SharedMemoryConnector')
  })

  it('does not guess at short words or at words of another kind', () => {
    expect(nearest('to', ['tp'])).toBeNull()
    expect(nearest('host', ['port', 'path'])).toBeNull()
    expect(nearest('name', ['name'])).toBeNull()
  })
})

describe('nearestLabel', () => {
  it('takes the only label that begins alike', () => {
    expect(nearestLabel('shm', ['shm_connector', 'store'])).toBe('shm_connector')
    expect(nearestLabel('shm', ['shm_a', 'shm_b'])).toBeNull()
  })
})

describe('the words of sentences', () => {
  it('join lists and cut long ones', () => {
    expect(listWords([])).toBe('none')
    expect(listWords(['a', 'b', 'c'])).toBe('a, b and c')
    expect(listWords(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
    expect(stageWords(['0'])).toBe('Stage 0')
    expect(stageWords(['0', '1'])).toBe('Stages 0 and 1')
  })

  it('cut long texts of the file', () => {
    expect(quote('x'.repeat(100)).length).toBeLessThan(70)
  })
})
