import { describe, expect, it } from 'vitest'
import { applyEdits } from '../document/index.ts'
import { analysisOf } from './analysis-fixture.ts'
import { planCommand } from './index.ts'
import { changes, DEPLOY, fixture, known, LEGACY, run } from './run-fixture.ts'

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
