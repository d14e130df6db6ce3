import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Analysis, StageView } from '../contract/analysis.ts'
import { applyEdits, parseDocument } from '../document/index.ts'
import { invertEdits } from '../history/index.ts'
import { analysisOf } from './analysis-fixture.ts'
import { type Command, planCommand } from './index.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/pipelines/${name}`, import.meta.url), 'utf8')

/** The text after the command; for a refused one its code and sentence. Undoing must give the old text. */
function run(text: string, command: Command, analysis: Analysis = analysisOf(text)): string {
  const plan = planCommand(analysis, command)
  if (!plan.ok) return `${plan.error.code}: ${plan.error.message}`
  const after = applyEdits(text, plan.value.edits)
  expect(parseDocument(after).ok).toBe(true)
  expect(applyEdits(after, invertEdits(text, plan.value.edits))).toBe(text)
  return after
}

/** Lines that went and came, in the order of the texts. */
function changes(text: string, command: Command): readonly string[] {
  const [before, after] = [text.split('\n'), run(text, command).split('\n')]
  const gone: string[] = []
  let at = 0
  for (const line of before) {
    const found = after.indexOf(line, at)
    const skipped = found < 0 ? [] : after.slice(at, found)
    if (
      found < 0 ||
      skipped.some(candidate => before.indexOf(candidate, before.indexOf(line)) >= 0 && candidate !== '')
    )
      gone.push(`-${line.trim()}`)
    else {
      gone.push(...skipped.map(added => `+${added.trim()}`))
      at = found + 1
    }
  }
  return [...gone, ...after.slice(at).map(added => `+${added.trim()}`)]
}

const known = (id: string): StageView => ({
  id,
  index: null,
  path: null,
  name: null,
  kind: 'llm_ar',
  devices: null,
  tensorParallelSize: 1,
  worldSize: 1,
  replicas: 1,
  gpuMemoryUtilization: null,
  finalOutput: null,
  asyncChunk: false,
  needSendCache: false,
  needRecvCache: false,
  origin: 'pipeline',
})

const DEPLOY = `connectors:
  shm:
    name: SharedMemoryConnector

stages:
  # first
  - stage_id: 0
    devices: "0"
    output_connectors:
      to_stage_1: shm

  # second
  - stage_id: 1
    devices: "1"
    input_connectors:
      from_stage_0: shm
`

const LEGACY = `stage_args:
- stage_id: 0
  runtime: {devices: "0"}
  engine_args:
    model_stage: a
- stage_id: 1
  runtime: {devices: "1"}
  engine_args:
    model_stage: b
  engine_input_source: [0]
runtime:
  connectors:
    shm: {name: SharedMemoryConnector}
  edges:
  - {from: 0, to: 1}
`

describe('adding a stage', () => {
  it('makes a deploy file of an empty text', () => {
    expect(run('', { type: 'addStage' })).toBe('stages:\n  - stage_id: 0\n    devices: "0"\n')
    expect(run('# mine\n', { type: 'addStage', id: '3' })).toBe(
      '# mine\nstages:\n  - stage_id: 3\n    devices: "0"\n',
    )
    expect(run('{}\n', { type: 'addStage' })).toBe('stages:\n  - stage_id: 0\n    devices: "0"\n')
    expect(run('async_chunk: false\n\nstages: []\n', { type: 'addStage' })).toBe(
      'async_chunk: false\n\nstages:\n  - stage_id: 0\n    devices: "0"\n',
    )
  })

  it('takes the next free id and stands apart as its neighbours do', () => {
    expect(run(DEPLOY, { type: 'addStage', modelStage: 'on' })).toBe(
      `${DEPLOY}\n  - stage_id: 2\n    model_stage: "on"\n    devices: "0"\n`,
    )
    const analysis = { ...analysisOf(DEPLOY), stages: [known('7')] }
    expect(run(DEPLOY, { type: 'addStage' }, analysis)).toContain('  - stage_id: 8\n')
  })

  it('says what kind of engine it is where the file has to', () => {
    expect(run('', { type: 'addStage', kind: 'diffusion' })).toContain('stage_type: diffusion\n')
    expect(run(LEGACY, { type: 'addStage', kind: 'llm_generation', modelStage: 'c' })).toContain(
      '- stage_id: 2\n  stage_type: llm\n  runtime:\n    devices: "0"\n  engine_args:\n    model_stage: c\n    worker_type: generation\nruntime:\n',
    )
  })

  it('writes a stage of the pipeline into the file without changing anything about it', () => {
    const analysis = { ...analysisOf(DEPLOY), stages: [known('2')] }
    expect(run(DEPLOY, { type: 'addStage', id: '2', kind: 'diffusion' }, analysis)).toBe(
      `${DEPLOY}\n  - stage_id: 2\n`,
    )
  })

  it('refuses an id that is taken', () => {
    expect(run(DEPLOY, { type: 'addStage', id: '1' })).toMatch(/^CMD-ID: Stage 1 is there already; take 2/)
    expect(run(DEPLOY, { type: 'addStage', id: ' ' })).toMatch(/^CMD-ID/)
  })
})

describe('removing a stage', () => {
  it('takes its comments and all its edges along', () => {
    expect(run(DEPLOY, { type: 'removeStage', id: '0' })).toBe(
      'connectors:\n  shm:\n    name: SharedMemoryConnector\n\nstages:\n  # second\n  - stage_id: 1\n    devices: "1"\n',
    )
    expect(run(LEGACY, { type: 'removeStage', id: '0' })).toBe(
      'stage_args:\n- stage_id: 1\n  runtime: {devices: "1"}\n  engine_args:\n    model_stage: b\nruntime:\n  connectors:\n    shm: {name: SharedMemoryConnector}\n',
    )
  })

  it('takes its platform sections along', () => {
    expect(changes(fixture('qwen2_5_omni.yaml'), { type: 'removeStage', id: '2' })).toEqual(
      expect.arrayContaining(['-npu:', '-rocm:']),
    )
  })

  it('that only edges name takes the edges away', () => {
    const text = DEPLOY.replace('from_stage_0', 'from_stage_8')
    expect(run(text, { type: 'removeStage', id: '8' })).toBe(
      text.replace('    input_connectors:\n      from_stage_8: shm\n', ''),
    )
  })

  it('says which stages there are when there is no such one, and who gives a stage that the file has not', () => {
    expect(run(DEPLOY, { type: 'removeStage', id: '9' })).toBe(
      'CMD-STAGE: There is no stage 9 in the file; it has 0, 1.',
    )
    const analysis = { ...analysisOf(DEPLOY), stages: [known('2')] }
    expect(run(DEPLOY, { type: 'removeStage', id: '2' }, analysis)).toMatch(
      /^CMD-STAGE: Stage 2 is not written/,
    )
  })
})

describe('naming and numbering', () => {
  it('writes model_stage where it is read', () => {
    expect(changes(DEPLOY, { type: 'renameStage', id: '1', name: 'talker' })).toEqual([
      '+model_stage: talker',
    ])
    expect(changes(LEGACY, { type: 'renameStage', id: '1', name: 'yes' })).toEqual(
      ['+model_stage: "yes"', '-model_stage: b'].sort().reverse(),
    )
    expect(run(DEPLOY, { type: 'renameStage', id: '1', name: '' })).toMatch(/^CMD-NAME/)
  })

  it('changes every reference to an id', () => {
    expect(run(DEPLOY, { type: 'setStageId', id: '0', newId: '5' })).toBe(
      DEPLOY.replace('stage_id: 0', 'stage_id: 5').replace('from_stage_0', 'from_stage_5'),
    )
    expect(run(LEGACY, { type: 'setStageId', id: '0', newId: '5' })).toBe(
      LEGACY.replace('stage_id: 0', 'stage_id: 5').replace('[0]', '[5]').replace('from: 0', 'from: 5'),
    )
    expect(run(DEPLOY, { type: 'setStageId', id: '0', newId: '1' })).toMatch(/^CMD-ID/)
    expect(run(DEPLOY, { type: 'setStageId', id: '0', newId: '0' })).toBe(DEPLOY)
  })
})

describe('copying', () => {
  it('duplicates a stage as it is written, without its edges', () => {
    expect(run(DEPLOY, { type: 'duplicateStage', id: '1' })).toBe(
      `${DEPLOY}\n  # second\n  - stage_id: 2\n    devices: "1"\n`,
    )
    expect(
      run('stages:\n- &s {stage_id: 0, devices: "0"}\nx: *s\n', { type: 'duplicateStage', id: '0' }),
    ).toContain('- {stage_id: 1, devices: "0"}')
  })

  it('pastes a stage with its comments, under a free id', () => {
    const text = 'stage_id: 0\ndevices: "3"  # third\ninput_connectors:\n  from_stage_9: nix\n'
    expect(run(DEPLOY, { type: 'pasteStages', text })).toBe(
      `${DEPLOY}\n  - stage_id: 2\n    devices: "3"  # third\n`,
    )
  })

  it('keeps the edges among pasted stages and brings their connectors', () => {
    const text = DEPLOY.replaceAll('shm', 'other')
    const after = run(DEPLOY, { type: 'pasteStages', text })
    expect(after).toContain('  other:\n    name: SharedMemoryConnector\n')
    expect(after).toContain(
      '  - stage_id: 3\n    devices: "1"\n    input_connectors:\n      from_stage_2: other\n',
    )
    expect(after).toContain('to_stage_3: other\n')
  })

  it('pastes into an empty text and into JSON', () => {
    expect(run('', { type: 'pasteStages', text: DEPLOY })).toContain('from_stage_0: shm')
    const json = '{"stages": [{"stage_id": 0}]}'
    const plan = planCommand(analysisOf(json, 'a.json'), { type: 'pasteStages', text: '- stage_id: 4\n' })
    expect(plan.ok && applyEdits(json, plan.value.edits)).toBe(
      '{"stages": [{"stage_id": 0}, {"stage_id": 4}]}',
    )
  })

  it('refuses what is no stage', () => {
    expect(run(DEPLOY, { type: 'pasteStages', text: 'hello' })).toMatch(/^CMD-PASTE/)
    expect(run(DEPLOY, { type: 'pasteStages', text: 'a: [' })).toMatch(
      /^CMD-PASTE: What was copied is no YAML/,
    )
  })
})

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
