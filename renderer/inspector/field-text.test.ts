import { describe, expect, it } from 'vitest'
import { fieldsFor } from '../../core/schema/index.ts'
import { fromPlain, type PyValue } from '../../core/value/index.ts'
import { boundsProblem, editText, readText } from './field-text.ts'

const stageField = (key: string) => {
  const found = fieldsFor('stage', 'deploy', '2026-07').find(info => info.path.join('.') === key)
  if (found === undefined) throw new Error(`no field ${key}`)
  return found
}

describe('readText', () => {
  const value = (text: string, key: string, written?: PyValue) => {
    const read = readText(text, stageField(key), written)
    return read.ok ? read.value : read.error.message
  }

  it('keeps device lists as text, so that "0" does not become a number', () => {
    expect(value('0', 'devices')).toBe('0')
    expect(value('0,1', 'devices', '0')).toBe('0,1')
    expect(value('1', 'devices', 0)).toBe(1)
  })

  it('reads whole numbers where a number is meant, and says what is wrong else', () => {
    expect(value('4', 'tensor_parallel_size')).toBe(4)
    expect(value('four', 'tensor_parallel_size')).toBe('"four" is not a whole number.')
    expect(value('0.9', 'gpu_memory_utilization')).toEqual({ float: 0.9 })
    expect(value('1', 'gpu_memory_utilization', { float: 0.9 })).toBe(1)
    expect(value('9007199254740993', 'tensor_parallel_size')).toBe(9007199254740993n)
  })

  it('reads sizes as people write them', () => {
    expect(value('1.5 GiB', 'kv_cache_memory_bytes')).toBe(1610612736)
    expect(value('1_048_576', 'kv_cache_memory_bytes')).toBe(1048576)
    expect(value('big', 'kv_cache_memory_bytes')).toContain('not a whole number')
  })

  it('reads a mapping as YAML and refuses anything else there', () => {
    expect(value('A: "1"\nB: x\n', 'env')).toEqual(fromPlain({ A: '1', B: 'x' }))
    expect(value('just words', 'env')).toContain('key: value')
    expect(value('a: [', 'env')).not.toBe('')
  })

  it('reads lists with or without brackets', () => {
    const info = { kinds: ['integer-list'] as const }
    expect(readText('[0, 2]', info, undefined)).toEqual({ ok: true, value: [0, 2] })
    expect(readText('0 2', info, undefined).ok).toBe(false)
    expect(editText([0, 2], info)).toBe('0, 2')
  })
})

describe('boundsProblem', () => {
  it('names the bound', () => {
    const share = stageField('gpu_memory_utilization')
    expect(boundsProblem({ float: 1.2 }, share)).toBe('Must be at most 1.')
    expect(boundsProblem({ float: 0 }, share)).toBe('Must be more than 0.')
    expect(boundsProblem({ float: 0.9 }, share)).toBeNull()
    expect(boundsProblem(undefined, share)).toBeNull()
  })
})
