import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeAt } from '../document/index.ts'
import { resolveText } from '../resolve-text.ts'

const MEMORY = 'connectors: {memory: {name: SharedMemoryConnector}}\n'
const edgesOf = (text: string) =>
  resolveText(text).edges.map(edge => [edge.id, edge.origin, edge.connectorLabel, edge.connectorName])

describe('edges', () => {
  it('come in the runtime’s order: explicit ones by stage, then edges, then sources', () => {
    const text = `${MEMORY}edges: [{from: 2, to: 3}, {from: 0, to: 1}]
stages:
  - {stage_id: 0}
  - {stage_id: 1, output_connectors: {to_stage_2: memory}, input_connectors: {from_stage_0: memory}}
  - {stage_id: 2, engine_input_source: [0]}
  - {stage_id: 3}
`
    expect(edgesOf(text)).toEqual([
      ['0->1', 'explicit', 'memory', 'SharedMemoryConnector'],
      ['1->2', 'explicit', 'memory', 'SharedMemoryConnector'],
      ['2->3', 'edges', null, 'SharedMemoryConnector'],
      ['0->2', 'engine_input_source', null, 'SharedMemoryConnector'],
    ])
  })
  it('know every place that they are written at', () => {
    const text = `${MEMORY}stages:
  - {stage_id: 0, output_connectors: {to_stage_1: memory}}
  - {stage_id: 1, input_connectors: {from_stage_0: {name: SharedMemoryConnector}}}
edges: [{from: 0, to: 1}]
`
    const { edges, document } = resolveText(text)
    expect(edges).toHaveLength(1)
    expect(edges[0]).toMatchObject({
      outputPath: ['stages', 0, 'output_connectors', 'to_stage_1'],
      inputPath: ['stages', 1, 'input_connectors', 'from_stage_0'],
      edgePath: ['edges', 0],
    })
    for (const path of [edges[0]?.outputPath, edges[0]?.inputPath, edges[0]?.edgePath])
      expect(path && nodeAt(document, path)).not.toBeNull()
  })
  it('that only the pipeline knows come last, and never in a legacy file', () => {
    const deploy = 'pipeline: qwen3_omni_moe\nstages: [{stage_id: 0}]\nedges: [{from: 1, to: 2}]\n'
    expect(edgesOf(deploy)).toEqual([
      ['1->2', 'edges', null, 'SharedMemoryConnector'],
      ['0->1', 'pipeline', null, 'SharedMemoryConnector'],
    ])
    expect(resolveText('stage_args: [{stage_id: 0}]', { pipeline: 'qwen3_omni_moe' }).edges).toEqual([])
  })
  it('stay drawn past a reference that leads nowhere', () => {
    const text = `${MEMORY}stages:
  - {stage_id: 0, output_connectors: {to_stage_1: memry}}
  - {stage_id: 1, output_connectors: {to_stage_2: memory}}
  - {stage_id: 2}
`
    expect(resolveText(text).transfer).toMatchObject({
      ok: false,
      error: { code: 'ValueError', message: 'Undefined connector reference: memry' },
    })
    expect(edgesOf(text)).toEqual([
      ['0->1', 'explicit', 'memry', ''],
      ['1->2', 'explicit', 'memory', 'SharedMemoryConnector'],
    ])
  })
  it('to a stage that nobody declares make a ghost', () => {
    const { edges, stages } = resolveText('stages: [{stage_id: 0}]\nedges: [{from: 0, to: 7}]\n')
    expect(edges[0]?.ghost).toBe(true)
    expect(stages.map(stage => [stage.id, stage.origin])).toEqual([
      ['0', 'file'],
      ['7', 'ghost'],
    ])
  })
})

const id = fc.constantFrom('0', '1', '2', '"x"')
const wiring = fc.uniqueArray(fc.tuple(id, fc.constantFrom('a', '{name: Inline}')), {
  selector: ([peer]) => peer,
  maxLength: 2,
})
const source = fc.constantFrom('[0]', '[0, 1]', '2', 'null', '"01"', '{0: 1}', null)
const listed = fc.oneof(
  fc.tuple(id, id).map(([from, to]) => `{from: ${from}, to: ${to}}`),
  fc.constantFrom('{from: 0}', '{from: 0, to: null}', '7'),
)
const stage = fc
  .record({ inputs: wiring, outputs: wiring, source })
  .map(({ inputs, outputs, source: sources }) => {
    const map = (marker: string, items: readonly (readonly [string, string])[]) =>
      `{${items.map(([peer, spec]) => `${marker}${peer.replaceAll('"', '')}: ${spec}`).join(', ')}}`
    const more = sources === null ? '' : `, engine_input_source: ${sources}`
    return `input_connectors: ${map('from_stage_', inputs)}, output_connectors: ${map('to_stage_', outputs)}${more}`
  })

describe('the drawn graph', () => {
  it('has the runtime’s edges in the runtime’s order whenever the runtime takes the file', () => {
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 3 }), fc.array(listed, { maxLength: 3 }), (stages, edges) => {
        const text = `connectors: {a: {name: Named}}
stages: [${stages.map((body, index) => `{stage_id: ${index}, ${body}}`).join(', ')}]
edges: [${edges.join(', ')}]
`
        const analysis = resolveText(text)
        if (!analysis.transfer.ok) return
        expect(analysis.edges.map(edge => [edge.from, edge.to, edge.connectorName])).toEqual(
          analysis.transfer.value?.connectors.map(edge => [edge.from, edge.to, edge.spec.name]),
        )
      }),
      { numRuns: 300 },
    )
  })
})

const viewOf = (body: string, top = '') =>
  resolveText(`${top}stages:\n  - {stage_id: 0, ${body}}\n`).stages[0]

describe('a stage', () => {
  it('takes its ranks from parallel_config where there is one', () => {
    expect(viewOf('tensor_parallel_size: 2')).toMatchObject({ tensorParallelSize: 2, worldSize: 2 })
    expect(viewOf('tensor_parallel_size: 2, pipeline_parallel_size: 3')).toMatchObject({ worldSize: 6 })
    expect(
      viewOf('tensor_parallel_size: 4, parallel_config: {ulysses_degree: 2, cfg_parallel_size: 2}'),
    ).toMatchObject({ tensorParallelSize: 1, worldSize: 4 })
  })
  it.each([
    ['devices: "0, 1"', ['0', '1']],
    ['devices: 3', ['3']],
    ['devices: ""', null],
    ['max_num_seqs: 1', null],
  ])('with %s has the devices %j', (body, devices) => {
    expect(viewOf(body)?.devices).toEqual(devices)
  })
  it.each([
    ['num_replicas: 0', 1],
    ['num_replicas: "3"', 3],
    ['num_replicas: -2', 1],
    ['num_replicas: x', 1],
    ['num_replicas: 1000000000', 1024],
  ])('with %s has %i replicas', (body, replicas) => {
    expect(viewOf(body)?.replicas).toBe(replicas)
  })
  it('streams only in company, and where nobody opts out', () => {
    const asyncOf = (text: string) => resolveText(text).stages.map(item => item.asyncChunk)
    expect(asyncOf('stages: [{stage_id: 0}]')).toEqual([false])
    expect(asyncOf('stages: [{stage_id: 0}, {stage_id: 1, async_chunk: false}]')).toEqual([true, false])
    expect(asyncOf('async_chunk: false\nstages: [{stage_id: 0}, {stage_id: 1}]')).toEqual([false, false])
    expect(asyncOf('stage_args: [{stage_id: 0}, {stage_id: 1}]')).toEqual([false, false])
  })
  it.each([
    ['{stage_id: 0, stage_type: diffusion}', 'diffusion'],
    ['{stage_id: 0, engine_args: {worker_type: generation}}', 'llm_generation'],
    ['{stage_id: 0, engine_args: {worker_cls: vllm_omni.worker.gpu_ar_worker.GPUARWorker}}', 'llm_ar'],
    ['{stage_id: 0}', 'llm_ar'],
  ])('%s of a legacy file is %s', (entry, kind) => {
    expect(resolveText(`stage_args: [${entry}]`).stages[0]?.kind).toBe(kind)
  })
  it('of a deploy file is what the pipeline says', () => {
    const { stages } = resolveText('pipeline: bagel\nstages: [{stage_id: 1}]\n')
    expect(stages.map(item => [item.id, item.kind, item.origin, item.needRecvCache])).toEqual([
      ['1', 'diffusion', 'file', true],
      ['0', 'llm_ar', 'pipeline', false],
    ])
  })
  it('that is written twice counts once, as its last entry', () => {
    const { stages } = resolveText('stages: [{stage_id: 0, devices: "1"}, {stage_id: 0, devices: "2"}]')
    expect(stages.map(item => [item.index, item.devices])).toEqual([[1, ['2']]])
  })
})
