import { describe, expect, it } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { CHAIN } from '../state/test-support.ts'
import { aboutConnector } from './explain.ts'
import { fieldAt, fieldContext, keysAt, valuesAt } from './fields-at.ts'

const context = fieldContext(analyze(CHAIN, {}), {})
const contextOf = (text: string) => fieldContext(analyze(text, {}), {})
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

  it('are those of a connector that is defined where a stage is wired', () => {
    const inline = contextOf(
      'stages:\n  - stage_id: 0\n    output_connectors: {to_stage_1: {name: MooncakeStoreConnector, extra: {proto: tcp}}}\n',
    )
    const path = ['stages', 0, 'output_connectors', 'to_stage_1']
    expect(keysAt([...path, 'extra'], inline).map(({ key }) => key)).toContain('metadata_server')
    expect(valuesAt(path, 'name', inline).map(({ value }) => value)).toContain('MooncakeStoreConnector')
    expect(aboutConnector([...path, 'extra', 'proto'], inline)?.[0]).toContain('proto')
  })

  it('are vLLM’s own KV connectors and their settings', () => {
    const native = contextOf(
      'stages:\n  - stage_id: 0\n    kv_transfer_config: {kv_connector: MooncakeConnector}\n',
    )
    const path = ['stages', 0, 'kv_transfer_config']
    expect(valuesAt(path, 'kv_connector', native).map(({ value }) => value)).toContain('OmniNixlKVConnector')
    expect(keysAt([...path, 'kv_connector_extra_config'], native).map(({ key }) => key)).toContain(
      'mooncake_bootstrap_port',
    )
    expect(aboutConnector([...path, 'kv_connector'], native)?.[0]).toContain('(vLLM)')
  })

  it('are the user’s own pipelines too', () => {
    const pipelineTexts = [
      'model_type: mine\nstages: [{stage_id: 0, model_stage: a, execution_type: llm_ar, final_output: true, final_output_type: text}]\n',
    ]
    const own = fieldContext(analyze(CHAIN, { pipelineTexts }), { pipelineTexts })
    expect(valuesAt([], 'pipeline', own)[0]).toEqual({ value: 'mine', note: 'your own pipeline' })
  })

  it('is nothing where nobody knows', () => {
    expect(names(['nonsense', 'deep'])).toEqual([])
    expect(fieldAt(['stages', 0, 'nonsense'], context)).toBeNull()
    expect(fieldAt(['stages', 0, 'devices'], context)?.title).toBe('Devices')
  })
})

describe('what the catalogue says of a place', () => {
  it('is about the class where it is named, labelled or referred to', () => {
    const places = [
      ['connectors', 'shm'],
      ['connectors', 'shm', 'name'],
      ['stages', 0, 'output_connectors', 'to_stage_1'],
    ]
    for (const path of places) {
      const lines = aboutConnector(path, context) ?? []
      expect(lines[0]).toMatch(/^SharedMemoryConnector: /)
      expect(lines.join('\n')).toMatch(/Transport: .*Reach: both stages on one host/)
    }
  })

  it('is about a setting, and silent on what the class does not know', () => {
    const mooncake = { ...context, connectors: { te: 'MooncakeTransferEngineConnector' } }
    const lines = aboutConnector(['connectors', 'te', 'extra', 'zmq_port'], mooncake)
    expect(lines?.[0]).toMatch(/^zmq_port: /)
    expect(lines).toContain('Default: 50051.')
    expect(aboutConnector(['connectors', 'te', 'extra', 'nonsense'], mooncake)).toBeNull()
    expect(aboutConnector(['stages', 0, 'devices'], context)).toBeNull()
  })
})
