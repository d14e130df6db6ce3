import { describe, expect, it } from 'vitest'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'

const OFF = 'async_chunk: false'
const LEGACY = `stage_args:
  - stage_id: 0
    runtime: {devices: "0"}
    engine_args: {model_stage: thinker, max_num_seqs: 1}
    final_output: true
`

describe('SCH-1', () => {
  it.each([
    ['2025-12', []],
    ['2026-07', ['info stage_args']],
    ['2026-09', ['error stage_args']],
  ] as const)('judges a legacy file by target %s', (target, expected) => {
    expect(marks('SCH-1', LEGACY, { target })).toEqual(expected)
  })

  it('judges a deploy file by its target', () => {
    expect(marks('SCH-1', deploy([OFF], []), { target: '2025-12' })).toEqual(['error stages'])
    expect(marks('SCH-1', deploy([OFF], []), { target: '2026-09' })).toEqual([])
  })

  it('compares the dialect with the flag of the command', () => {
    const command = (flag: string) => ({ command: `vllm serve m --omni ${flag} f.yaml --port 8091` })
    expect(marks('SCH-1', LEGACY, command('--deploy-config'))).toEqual(['error stage_args'])
    expect(marks('SCH-1', LEGACY, command('--stage-configs-path'))).toEqual(['info stage_args'])
    expect(marks('SCH-1', deploy([OFF], []), command('--stage-configs-path'))).toEqual(['error stages'])
    expect(marks('SCH-1', deploy([OFF], []), { command: 'vllm serve m --deploy-config=f.yaml' })).toEqual([])
  })

  it('tells apart files of both dialects, of neither, of none at all, and overlays', () => {
    expect(marks('SCH-1', `${deploy([OFF], [])}${LEGACY}`)).toEqual(['error stages'])
    expect(marks('SCH-1', 'forced_aligner: {model: x}\n')).toEqual(['warning forced_aligner'])
    expect(marks('SCH-1', '# nothing\n')).toEqual(['info –'])
    expect(marks('SCH-1', '- 1\n- 2\n')).toEqual(['error - 1\n- 2'])
    expect(marks('SCH-1', 'base_config: base.yaml\nasync_chunk: false\n')).toEqual([])
  })
})

describe('SCH-2', () => {
  it.each([
    [[OFF, 'trust_remote_cod: true'], [], 'error trust_remote_cod'],
    [[OFF, 'gpu_memory_utilization: 0.5'], [], 'warning gpu_memory_utilization'],
    [[OFF, 'default_resolution: 512'], [], 'warning default_resolution'],
    [[OFF, 'cuda_mps: true'], [], 'warning cuda_mps'],
    [[OFF], ['max_num_sequs: 4'], 'error max_num_sequs'],
    [[OFF], ['session_mode: duplex'], 'warning session_mode'],
    [[OFF], ['final_output: true'], 'warning final_output'],
    [[OFF], ['diffusion_kv_max_rows_per_request: 4'], 'warning diffusion_kv_max_rows_per_request'],
    [[OFF], ['omni_kv_config: {need_send_cahce: true}'], 'error need_send_cahce'],
    [[OFF], ['default_sampling_params: {temperatur: 0.1}'], 'error temperatur'],
    [[OFF], ['engine_args: {max_num_sequs: 4}'], 'error max_num_sequs'],
    [[OFF], ['engine_extras: {use_v2_model_runner: true}'], 'error use_v2_model_runner'],
    [[OFF, 'edges: [{from: 0, too: 1}]'], [], 'warning {from: 0, too: 1}'],
    [[OFF, 'connectors: {}', 'runtime: {connectors: {}}'], [], 'warning connectors'],
  ])('finds the key in %j %j', (top, stage, expected) => {
    expect(marks('SCH-2', deploy(top, stage))).toContain(expected)
  })

  it.each([
    [[OFF, 'x-common: {a: 1}'], []],
    [[OFF], ['kv_cache_dtype: fp8', 'some_engine_key: 1', 'numa_bind: true']],
    [[OFF], ['hf_overrides: {architectures: [X]}', 'limit_mm_per_prompt: {image: 1}']],
    [[OFF, 'duplex_session: {max_sessions: 2}'], []],
    [[OFF, 'runtime: {connectors: {}}'], ['runtime: {devices: "0"}']],
  ])('passes what the engine may know: %j %j', (top, stage) => {
    expect(marks('SCH-2', deploy(top, stage))).toEqual([])
  })

  it('renames a misspelt key and leaves its value alone', () => {
    const text = deploy([OFF], ['gpu_memory_utilisation: 0.80  # tuned'])
    expect(fixed('SCH-2', text)).toBe(text.replace('utilisation', 'utilization'))
  })

  it('finds keys of a legacy file at the wrong place', () => {
    const text = `connectors: {}
stage_args:
  - stage_id: 0
    devices: "0"
    gpu_memory_utilization: 0.5
    engine_args: {enforce_egaer: true}
`
    expect(marks('SCH-2', text)).toEqual([
      'warning connectors',
      'warning devices',
      'warning gpu_memory_utilization',
      'error enforce_egaer',
    ])
  })

  it('judges --stage-overrides, whose places are not in the file', () => {
    const text = deploy(['pipeline: qwen2_5_omni', OFF], [], [], [])
    const judge = (stageOverrides: string) => marks('SCH-2', text, { stageOverrides })
    expect(judge('{"1": {"input_connectors": {"from_stage_0": "x"}}}')).toEqual(['error –'])
    expect(judge('{"1": {"max_num_sequs": 4}}')).toEqual(['error –'])
    expect(judge('{"7": {"max_num_seqs": 4}}')).toEqual(['warning –'])
    expect(judge('{"1": 4}')).toEqual(['error –'])
    expect(judge('[1]')).toEqual(['error –'])
    expect(judge('{')).toEqual(['error –'])
    expect(judge('{"1": {"max_num_seqs": 4}}')).toEqual([])
    expect(judge('')).toEqual([])
  })
})

describe('SCH-3', () => {
  it.each([
    ['gpu_memory_utilization: 0', 'error 0'],
    ['gpu_memory_utilization: 1.01', 'error 1.01'],
    ['max_num_seqs: 0', 'error 0'],
    ['tensor_parallel_size: 0', 'error 0'],
    ['mm_processor_cache_gb: -1', 'error -1'],
    ['max_num_seqs: many', 'error many'],
    ['input_connectors:', 'error input_connectors'],
    ['enforce_eager: maybe', 'warning maybe'],
    ['kv_transfer_config: {kv_rank: -1}', 'warning -1'],
  ])('refuses %s', (line, expected) => {
    expect(marks('SCH-3', deploy([OFF], [line]))).toEqual([expected])
  })

  it.each([
    'gpu_memory_utilization: 1',
    'max_num_seqs: 1',
    'max_model_len: -1',
    'devices: 0',
    'devices: "0,1"',
  ])('takes %s', line => {
    expect(marks('SCH-3', deploy([OFF], [line]))).toEqual([])
  })

  it('says what the value is and what is taken', () => {
    const [finding] = findingsOf('SCH-3', deploy([OFF], ['gpu_memory_utilization: 1.5']))
    expect(finding?.message).toBe(
      'Stage 0: gpu_memory_utilization is 1.5; it takes a number above 0 up to 1.',
    )
    expect(finding?.stages).toEqual(['0'])
  })

  it('compares the token budget with the number of requests', () => {
    const text = deploy([OFF], ['max_num_seqs: 64', 'max_num_batched_tokens: 63'])
    expect(findingsOf('SCH-3', text)).toMatchObject([{ severity: 'error', arithmetic: '63 < 64' }])
    expect(findingsOf('SCH-3', text.replace('63', '64'))).toEqual([])
  })

  it('explains what an input source of another kind does', () => {
    const text = LEGACY.replace('final_output', 'engine_input_source: 0\n    final_output')
    expect(findingsOf('SCH-3', text)).toMatchObject([{ severity: 'warning' }])
    expect(findingsOf('SCH-3', text)[0]?.message).toContain('lose theirs')
  })

  it('gives the parser’s own words where it finds no place', () => {
    const text = deploy([OFF, 'connectors: [a, b]'], ['output_connectors: {to_stage_1: a}'])
    const errors = findingsOf('SCH-3', text).filter(finding => finding.severity === 'error')
    expect(errors).toHaveLength(1)
  })
})

describe('RES-1', () => {
  const overlay = `base_config: base.yaml\n${deploy([OFF], [])}`

  it('tells a missing parent from one that nobody has read', () => {
    expect(marks('RES-1', overlay, { files: { 'base.yaml': null } })).toEqual(['error base.yaml'])
    expect(marks('RES-1', overlay)).toEqual(['info base.yaml'])
    expect(marks('RES-1', overlay, { files: { 'base.yaml': 'stages: []\n' } })).toEqual([])
  })

  it('finds a circle and a parent that can’t be read', () => {
    expect(marks('RES-1', overlay, { files: { 'config.yaml': overlay, 'base.yaml': overlay } })).toEqual([
      'error base.yaml',
    ])
    expect(findingsOf('RES-1', overlay, { files: { 'base.yaml': 'a: [' } })[0]?.severity).toBe('error')
  })

  it('marks the way into a circle that goes through other files, and names the chain', () => {
    const circle = { 'base.yaml': 'base_config: other.yaml\n', 'other.yaml': 'base_config: base.yaml\n' }
    expect(marks('RES-1', overlay, { files: circle })).toEqual(['error base.yaml'])
    expect(findingsOf('RES-1', overlay, { files: circle, fileName: 'top.yaml' })[0]?.arithmetic).toBe(
      'top.yaml → base.yaml → other.yaml → base.yaml',
    )
  })

  it('lists a chain of several files', () => {
    const files = { 'base.yaml': 'base_config: root.yaml\n', 'root.yaml': 'stages: []\n' }
    expect(findingsOf('RES-1', overlay, { files })).toMatchObject([{ severity: 'info' }])
  })

  it('reports companions that can’t be read', () => {
    const text = deploy([OFF], [])
    expect(marks('RES-1', text, { hostsText: 'hosts: [' })).toEqual(['warning –'])
    expect(marks('RES-1', text, { pipelineTexts: ['model_type: x\n'] })).toEqual(['warning –'])
  })
})

describe('PREC-2', () => {
  it('lists the fields whose defaults moved, and can write the old ones', () => {
    const [finding] = findingsOf('PREC-2', LEGACY)
    expect(finding).toMatchObject({ severity: 'warning', stages: ['0'] })
    expect(finding?.arithmetic).toContain('trust_remote_code: true → false')
    expect(finding?.arithmetic).not.toContain('max_num_seqs')
    const after = fixed('PREC-2', LEGACY)
    expect(after).toContain('max_num_batched_tokens: 32768')
    expect(findingsOf('PREC-2', after)).toEqual([])
  })

  it('is about files of the older dialect that a later runtime reads', () => {
    expect(findingsOf('PREC-2', LEGACY, { target: '2025-12' })).toEqual([])
    expect(findingsOf('PREC-2', deploy([OFF], []))).toEqual([])
  })
})

describe('PLAT-1', () => {
  const onXpu = (share: string): string =>
    deploy(
      [
        OFF,
        'platforms:',
        '  xpu:',
        '    stages:',
        `      - {stage_id: 1, devices: "0", gpu_memory_utilization: ${share}}`,
      ],
      ['devices: "0"', 'gpu_memory_utilization: 0.5'],
      ['devices: "1"', 'gpu_memory_utilization: 0.9'],
    )

  it('runs the rules about memory and devices on every platform of the file', () => {
    const [finding] = findingsOf('PLAT-1', onXpu('0.6'))
    expect(finding).toMatchObject({ severity: 'error' })
    expect(finding?.message).toMatch(/^MEM-1 on xpu: /)
    expect(findingsOf('PLAT-1', onXpu('0.4'))).toEqual([])
  })

  it('leaves the platform that is shown to the rules themselves', () => {
    expect(findingsOf('PLAT-1', onXpu('0.6'), { platform: 'xpu' })).toEqual([])
    expect(findingsOf('MEM-1', onXpu('0.6'), { platform: 'xpu' })).toHaveLength(1)
  })

  it('knows the platforms that the newer model runner is not written for', () => {
    const text = deploy([OFF, 'model_runner: v2', 'platforms: {npu: {stages: []}, rocm: {stages: []}}'], [])
    expect(marks('PLAT-1', text)).toEqual(['error v2'])
    expect(marks('PLAT-1', fixed('PLAT-1', text))).toEqual([])
    expect(marks('PLAT-1', deploy([OFF, 'model_runner: v2'], []), { platform: 'xpu' })).toEqual(['error v2'])
    expect(marks('PLAT-1', deploy([OFF, 'model_runner: v2'], []))).toEqual([])
  })

  it('finds sections of unknown platforms and of stages that do not exist', () => {
    const text = deploy(
      [
        'pipeline: qwen2_5_omni',
        OFF,
        'platforms:',
        '  npus: {stages: []}',
        '  npu: {stages: [{stage_id: 9}]}',
      ],
      [],
      [],
      [],
    )
    expect(marks('PLAT-1', text)).toEqual(['warning npus', 'warning 9'])
  })
})
