import { describe, expect, it } from 'vitest'
import { analysisOf } from './analysis-fixture.ts'
import { planCommand } from './index.ts'
import { changes, DEPLOY, fixture, known, LEGACY, run } from './run-fixture.ts'

describe('edges', () => {
  const shm = { label: 'shm' } as const

  it('are drawn on both sides, with the connector that they name', () => {
    const text = 'stages:\n  - stage_id: 0\n  - stage_id: 1\n'
    const connector = { label: 'fast', name: 'MooncakeTransferEngineConnector' }
    expect(run(text, { type: 'connect', from: '0', to: '1', connector })).toBe(
      'connectors:\n  fast:\n    name: MooncakeTransferEngineConnector\n\nstages:\n  - stage_id: 0\n    output_connectors:\n      to_stage_1: fast\n  - stage_id: 1\n    input_connectors:\n      from_stage_0: fast\n',
    )
    expect(run(text, { type: 'connect', from: '0', to: '1', connector: { label: 'fast' } })).toMatch(
      /^CMD-CONNECTOR/,
    )
    expect(run(text, { type: 'connect', from: '0', to: '0', connector })).toMatch(/^CMD-SELF/)
    expect(run(text, { type: 'connect', from: '0', to: '4', connector })).toMatch(/^CMD-STAGE/)
  })

  it('go to runtime.connectors where that blocks the top level', () => {
    const text =
      'runtime:\n  connectors: {}\nconnectors:\n  a: {name: A}\nstages:\n  - stage_id: 0\n  - stage_id: 1\n'
    expect(
      run(text, { type: 'connect', from: '0', to: '1', connector: { label: 'a', name: 'B' } }),
    ).toContain('runtime:\n  connectors:\n    a:\n      name: B\n')
  })

  it('give a stage of the pipeline an entry of its own', () => {
    const analysis = { ...analysisOf(DEPLOY), stages: [known('2')] }
    expect(run(DEPLOY, { type: 'connect', from: '1', to: '2', connector: shm }, analysis)).toContain(
      '  - stage_id: 2\n    input_connectors:\n      from_stage_1: shm\n',
    )
  })

  it('of a legacy file name their source as well', () => {
    const text = LEGACY.replace('  engine_input_source: [0]\n', '').replace(
      '  edges:\n  - {from: 0, to: 1}\n',
      '',
    )
    const after = run(text, { type: 'connect', from: '0', to: '1', connector: shm })
    expect(after).toContain('  engine_input_source: [0]\n  input_connectors:\n    from_stage_0: shm\n')
    expect(run(text, { type: 'connect', from: '0', to: '1', connector: { automatic: true } })).toBe(
      text.replace('model_stage: b\n', 'model_stage: b\n  engine_input_source: [0]\n'),
    )
  })

  it('become automatic by leaving the connector to the runtime', () => {
    const after = run(DEPLOY, {
      type: 'setEdgeConnector',
      from: '0',
      to: '1',
      connector: { automatic: true },
    })
    expect(after).toContain('edges:\n  - from: 0\n    to: 1\n')
    expect(after).not.toContain('from_stage_0')
  })

  it('take another connector on both sides, the missing side included', () => {
    const text = DEPLOY.replace('    output_connectors:\n      to_stage_1: shm\n', '')
    const connector = { inline: { name: 'SharedMemoryConnector', extra: { a: 1 } } }
    const after = run(text, { type: 'setEdgeConnector', from: '0', to: '1', connector })
    expect(after).toContain(
      'from_stage_0:\n        name: SharedMemoryConnector\n        extra:\n          a: 1\n',
    )
    expect(after).toContain('to_stage_1:\n        name: SharedMemoryConnector\n')
    expect(run(DEPLOY, { type: 'setEdgeConnector', from: '1', to: '0', connector })).toMatch(/^CMD-EDGE/)
  })

  it('vanish from every place that gives them', () => {
    expect(run(LEGACY, { type: 'disconnect', from: '0', to: '1' })).toBe(
      LEGACY.replace('  engine_input_source: [0]\n', '').replace('  edges:\n  - {from: 0, to: 1}\n', ''),
    )
    expect(run(DEPLOY, { type: 'disconnect', from: '1', to: '0' })).toBe(
      'CMD-EDGE: There is no edge 1 → 0; draw it first.',
    )
  })

  it('that only the pipeline gives can’t be removed from the file', () => {
    const text = 'stages:\n  - stage_id: 0\n  - stage_id: 1\n'
    const edge = {
      id: '0->1',
      from: '0',
      to: '1',
      origin: 'pipeline',
      automatic: false,
      connectorLabel: null,
      connectorName: '',
      inputPath: null,
      outputPath: null,
      edgePath: null,
      carriesKv: false,
      ghost: false,
    } as const
    const analysis = { ...analysisOf(text), edges: [edge] }
    expect(run(text, { type: 'disconnect', from: '0', to: '1' }, analysis)).toMatch(
      /^CMD-EDGE: .* not written/,
    )
  })

  it('are listed, changed and unlisted in the style of the list', () => {
    expect(run(LEGACY, { type: 'addEdge', from: '1', to: '0', fields: { window_size: -1 } })).toContain(
      '  - {from: 0, to: 1}\n  - {from: 1, to: 0, window_size: -1}\n',
    )
    expect(run(LEGACY, { type: 'addEdge', from: '0', to: '1' })).toMatch(/^CMD-EDGE/)
    const ends = { from: '0', to: '1' }
    expect(run(LEGACY, { type: 'setEdgeField', ...ends, key: 'max_inflight', value: 2 })).toContain(
      '{from: 0, to: 1, max_inflight: 2}',
    )
    expect(run(DEPLOY, { type: 'setEdgeField', ...ends, key: 'max_inflight', value: 2 })).toContain(
      'edges:\n  - from: 0\n    to: 1\n    max_inflight: 2\n',
    )
    expect(run(LEGACY, { type: 'removeEdge', ...ends })).toBe(
      LEGACY.replace('  edges:\n  - {from: 0, to: 1}\n', ''),
    )
    expect(run(DEPLOY, { type: 'removeEdge', ...ends })).toMatch(/^CMD-EDGE/)
  })
})

describe('connectors', () => {
  it('are defined above the stages, in runtime of a legacy file', () => {
    expect(run('stages:\n  - stage_id: 0\n', { type: 'addConnector', name: 'NixlConnector' })).toBe(
      'connectors:\n  nixl_connector:\n    name: NixlConnector\n\nstages:\n  - stage_id: 0\n',
    )
    const settings = { name: 'SharedMemoryConnector', extra: { codec_chunk_frames: 25 } }
    expect(run(LEGACY, { type: 'addConnector', ...settings })).toContain(
      '    shm: {name: SharedMemoryConnector}\n    shared_memory_connector:\n      name: SharedMemoryConnector\n      extra:\n        codec_chunk_frames: 25\n  edges:\n',
    )
    expect(run(DEPLOY, { type: 'addConnector', label: 'shm', name: 'X' })).toMatch(/^CMD-NAME/)
  })

  it('are renamed with every reference', () => {
    expect(run(DEPLOY, { type: 'renameConnector', label: 'shm', newLabel: 'no' })).toBe(
      DEPLOY.replace('  shm:', '  "no":').replaceAll(': shm', ': "no"'),
    )
    expect(run(DEPLOY, { type: 'renameConnector', label: 'x', newLabel: 'y' })).toMatch(/^CMD-CONNECTOR/)
  })

  it('go with every reference', () => {
    const after = run(DEPLOY, { type: 'removeConnector', label: 'shm' })
    expect(after).not.toContain('shm')
    expect(after).not.toContain('_connectors')
  })

  it('change their class', () => {
    expect(changes(DEPLOY, { type: 'setConnectorClass', label: 'shm', name: 'CudaIpcConnector' })).toEqual([
      '-name: SharedMemoryConnector',
      '+name: CudaIpcConnector',
    ])
  })
})

describe('fields', () => {
  it('are set and removed where they stand', () => {
    const path = ['stages', 1, 'default_sampling_params', 'seed']
    const text = fixture('qwen3_omni_moe.yaml')
    expect(changes(text, { type: 'removeField', path })).toEqual(['-seed: 42'])
    expect(run(text, { type: 'removeField', path: ['stages', 1, 'nothing'] })).toBe(text)
    expect(run(DEPLOY, { type: 'setField', path: ['stages', 0, 'devices'], value: 3 })).toBe(
      DEPLOY.replace('devices: "0"', 'devices: "3"'),
    )
  })

  it('are named in the title', () => {
    const plan = planCommand(analysisOf(DEPLOY), {
      type: 'setField',
      path: ['stages', 1, 'max_num_seqs'],
      value: 4,
    })
    expect(plan).toMatchObject({ ok: true, value: { title: 'Set max_num_seqs of stage 1' } })
  })
})

it.each(['stages: [', 'stages:\n  - *nowhere\n', 'a: &a [*a]\n', '- 1\n', '7\n'])(
  'refuses any command on %j',
  text => {
    const plan = planCommand(analysisOf(text), { type: 'addStage' })
    expect(plan.ok).toBe(false)
    if (!plan.ok) expect(plan.error.message).toMatch(/\.$/)
  },
)

it('reaches a stage that is an alias at the alias’ place', () => {
  const text = 'base: &s\n  devices: "0"\nstages:\n  - <<: *s\n    stage_id: 0\n  - <<: *s\n    stage_id: 1\n'
  expect(run(text, { type: 'setField', path: ['stages', 1, 'devices'], value: '1' })).toBe(
    `${text}    devices: "1"\n`,
  )
})

it('leaves the text alone when it says so already', () => {
  const plan = planCommand(analysisOf(DEPLOY), {
    type: 'setField',
    path: ['stages', 0, 'devices'],
    value: '0',
  })
  expect(plan).toMatchObject({ ok: true, value: { edits: [] } })
})
