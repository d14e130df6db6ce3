import { describe, expect, it } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { CHAIN } from '../state/test-support.ts'
import { fieldAt, fieldContext, keysAt, valuesAt } from './fields-at.ts'

const context = fieldContext(analyze(CHAIN, {}), '2026-07')
const names = (path: readonly (string | number)[]) => keysAt(path, context).map(({ key }) => key)
const values = (path: readonly (string | number)[], key: string) =>
  valuesAt(path, key, context).map(({ value }) => value)

describe('what may stand at a place', () => {
  it('are the keys of the file, of a stage, of a connector and of an edge', () => {
    expect(names([])).toEqual(expect.arrayContaining(['stages', 'connectors', 'edges', 'async_chunk']))
    expect(names(['stages', 0])).toEqual(
      expect.arrayContaining(['stage_id', 'devices', 'gpu_memory_utilization', 'output_connectors']),
    )
    expect(names(['platforms', 'npu', 'stages', 0])).toEqual(names(['stages', 0]))
    expect(names(['connectors', 'shm'])).toEqual(expect.arrayContaining(['name', 'extra']))
    expect(names(['edges', 0])).toEqual(expect.arrayContaining(['from', 'to', 'window_size']))
  })

  it('are the extra keys of the connector’s own class', () => {
    const mooncake = { ...context, connectors: { te: 'MooncakeTransferEngineConnector' } }
    const keys = keysAt(['connectors', 'te', 'extra'], mooncake).map(({ key }) => key)
    expect(keys).toEqual(expect.arrayContaining(['zmq_port', 'memory_pool_size']))
    expect(names(['connectors', 'shm', 'extra'])).not.toContain('zmq_port')
  })

  it('are the file’s own stages and connectors where it wires them', () => {
    expect(names(['stages', 1, 'input_connectors'])).toEqual(['from_stage_0', 'from_stage_1'])
    expect(values(['stages', 0, 'output_connectors'], 'to_stage_1')).toEqual(['shm'])
    expect(values(['edges', 0], 'from')).toEqual(['0', '1'])
  })

  it('are the values that the schema names', () => {
    expect(values([], 'async_chunk')).toEqual(['true', 'false'])
    expect(values(['connectors', 'shm'], 'name')).toContain('MooncakeStoreConnector')
    expect(values([], 'pipeline')).toContain('qwen3_omni_moe')
  })

  it('is nothing where nobody knows', () => {
    expect(names(['nonsense', 'deep'])).toEqual([])
    expect(fieldAt(['stages', 0, 'nonsense'], context)).toBeNull()
    expect(fieldAt(['stages', 0, 'devices'], context)?.title).toBe('Devices')
  })
})
