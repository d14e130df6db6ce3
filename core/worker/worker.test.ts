import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../contract/analysis.ts'
import { resolveText } from '../resolve-text.ts'
import { resolveWorker, type WorkerQuery, type WorkerView } from './index.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/pipelines/${name}`, import.meta.url), 'utf8')

const workerOf = (text: string, query: WorkerQuery, context: AnalysisContext = {}): WorkerView =>
  resolveWorker(resolveText(text, context), context, query)

describe('the worker of a middle stage', () => {
  const view = workerOf(fixture('hybrid_tcp_shm.yaml'), { stage: '1' })
  it('receives through one class and sends through another', () => {
    expect(view.specs).toMatchObject({
      ok: true,
      value: {
        input: {
          name: 'MooncakeTransferEngineConnector',
          extra: { role: 'receiver', sender_zmq_port: 50051 },
        },
        output: { name: 'SharedMemoryConnector', extra: { role: 'sender' } },
      },
    })
  })
  it('has a connector per edge, with the key of the runtime’s configuration', () => {
    expect(view.connectors.ok && view.connectors.value.map(item => [item.key, item.from, item.to])).toEqual([
      ['from_stage_0', '0', '1'],
      ['to_stage_2', '1', '2'],
    ])
  })
  it('stands beside the orchestrator’s own connectors', () => {
    expect(view.orchestrator).toMatchObject({
      ok: true,
      value: [
        { from: '0', to: '1', key: null, role: 'sender', extra: { zmq_port: 50251 } },
        { from: '1', to: '2', name: 'SharedMemoryConnector' },
      ],
    })
  })
  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(view))).toEqual(view)
  })
})

describe('rank and replica', () => {
  it('move the ports of payload and KV alike', () => {
    const context = { fileName: 'hunyuan_image3.yaml' }
    const view = workerOf(fixture('hunyuan_image3.yaml'), { stage: '0', rank: 3, replica: 2 }, context)
    expect(view.connectors).toMatchObject({ ok: true, value: [{ extra: { zmq_port: 50051 + 2048 + 48 } }] })
    const first = workerOf(fixture('hunyuan_image3.yaml'), { stage: '0', rank: 1 }, context)
    expect(first.kv).toMatchObject({
      port: 50167,
      formula: '50051 + 100 + 0*1024 + 1*16 + 0 = 50167',
      sends: [{ peer: '1', peerRank: 1, key: '{request_id}_0_0_1_1' }],
      receives: [],
    })
  })
  it('count from 2026-09 on when the worker makes its connector, not in the stage’s configuration', () => {
    const view = workerOf(fixture('mte_chain.yaml'), { stage: '0', rank: 1 }, { target: '2026-09' })
    expect(view.config).toMatchObject({
      ok: true,
      value: { to_stage_1: { spec: { extra: { zmq_port: 50051, from_stage: 0, to_stage: 1 } } } },
    })
    expect(view.connectors).toMatchObject({ ok: true, value: [{ extra: { zmq_port: 50067, stage_id: 0 } }] })
  })
})

describe('the KV side', () => {
  const text = (tp0: number, tp1: number): string => `async_chunk: false
connectors: {engine: {name: MooncakeTransferEngineConnector, extra: {zmq_port: 50051}}}
stages:
  - stage_id: 0
    tensor_parallel_size: ${tp0}
    omni_kv_config: {need_send_cache: true}
    output_connectors: {to_stage_1: engine}
  - stage_id: 1
    tensor_parallel_size: ${tp1}
    omni_kv_config: {need_recv_cache: true, recv_timeout: 5}
`
  it('lists the ports and keys that a rank pulls', () => {
    expect(workerOf(text(4, 2), { stage: '1', rank: 1 }).kv.receives).toEqual([
      { peer: '0', peerRank: 2, key: '{request_id}_0_0_2_1', port: 50183 },
      { peer: '0', peerRank: 3, key: '{request_id}_0_0_3_1', port: 50199 },
    ])
  })
  it('shows omni_kv_config with what the start of the stage puts in', () => {
    expect(workerOf(text(2, 2), { stage: '1' }).kv.config).toEqual({
      need_recv_cache: true,
      recv_timeout: 5,
      connector_config: { type: 'MooncakeTransferEngineConnector', zmq_port: 50051, role: 'receiver' },
      omni_from_stage: '0',
      omni_to_stage: '1',
      stage_id: 1,
      rank_mapping: { from_tp: 2, to_tp: 2 },
    })
  })
  it('says what the runtime says when there is no connector or no mapping', () => {
    expect(
      workerOf('stages: [{stage_id: 0, omni_kv_config: {need_send_cache: true}}]', { stage: '0' }).kv,
    ).toEqual({
      config: { need_send_cache: true },
      port: null,
      formula: null,
      sends: [],
      receives: [],
      problems: ['No connector available'],
    })
    expect(workerOf(text(4, 3), { stage: '0' }).kv.problems).toEqual([
      'KV TP mapping must be divisible: from_tp=4, to_tp=3',
    ])
  })
})

describe('errors', () => {
  it('of one edge leave the whole stage without connectors, with the runtime’s warning', () => {
    const view = workerOf(
      `connectors: {engine: {name: MooncakeTransferEngineConnector, extra: {zmq_port: $PORT}}}
stages:
  - {stage_id: 0, output_connectors: {to_stage_1: engine}}
  - {stage_id: 1, output_connectors: {to_stage_2: {name: SharedMemoryConnector}}}
  - {stage_id: 2}
`,
      { stage: '1' },
    )
    const message = "zmq_port references unset environment variable(s): PORT. Original value: '$PORT'"
    expect(view.config).toEqual({ ok: false, error: { code: 'EnvVarExpansionError', message } })
    expect(view.tolerated).toEqual({
      config: {},
      warnings: [`Failed to build connector config for stage 1: ${message}. Using IPC fallback.`],
    })
    expect(view.connectors).toEqual({ ok: true, value: [] })
    expect(view.orchestrator).toMatchObject({ ok: false, error: { code: 'RuntimeError' } })
  })
  it('of the file as a whole leave every worker without connectors', () => {
    const view = workerOf(fixture('invalid/undefined_connector.yaml'), { stage: '0' })
    expect(view.connectors).toEqual({ ok: true, value: [] })
    expect(view.orchestrator).toEqual({ ok: true, value: [] })
  })
  it('of a fan-out appear where the worker splits its configuration', () => {
    expect(workerOf(fixture('fan_out.yaml'), { stage: '0' }).specs).toMatchObject({
      ok: false,
      error: { code: 'ValueError' },
    })
  })
  it('are none for a stage that is not there', () => {
    expect(workerOf(fixture('bagel.yaml'), { stage: 'nowhere' })).toMatchObject({
      config: { ok: true, value: {} },
      kv: { config: null, problems: [] },
    })
  })
})
