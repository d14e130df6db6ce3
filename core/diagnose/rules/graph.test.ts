import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'
import { findCycles } from './graph/cycles.ts'

const OFF = 'async_chunk: false'

describe('GRAPH-1', () => {
  it('offers a free id to a stage without one', () => {
    const text = 'async_chunk: false\nstages:\n  - devices: "0"\n  - stage_id: 0\n'
    expect(marks('GRAPH-1', text)).toEqual(['error devices'])
    expect(findingsOf('GRAPH-1', fixed('GRAPH-1', text))).toEqual([])
  })

  it('finds an id that is used twice, by its text', () => {
    const text = 'async_chunk: false\nstages:\n  - stage_id: 1\n  - stage_id: "1"\n'
    expect(marks('GRAPH-1', text)).toEqual(['error "1"'])
  })

  it('shows the way of a circle', () => {
    const text = deploy([OFF, 'edges: [{from: 0, to: 1}, {from: 1, to: 2}, {from: 2, to: 1}]'], [], [], [])
    expect(findingsOf('GRAPH-1', text)).toMatchObject([
      {
        stages: ['1', '2'],
        edges: [
          { from: '1', to: '2' },
          { from: '2', to: '1' },
        ],
      },
    ])
    expect(findingsOf('GRAPH-1', text)[0]?.message).toContain('1 → 2 → 1')
  })

  it('warns of ids that are no integers, and fails on them in the newest target', () => {
    const text =
      'async_chunk: false\nstages:\n  - stage_id: 0\n  - stage_id: talker\nedges: [{from: 0, to: talker}]\n'
    expect(marks('GRAPH-1', text)).toEqual(['warning talker'])
    expect(marks('GRAPH-1', text, { target: '2026-09' })).toEqual(['error talker'])
  })

  it('finds lonely stages and missing outputs of a legacy file only', () => {
    const legacy = (final: boolean): string => `stage_args:
  - stage_id: 0
    final_output: false
  - stage_id: 1
    engine_input_source: [0]
    final_output: ${final}
  - stage_id: 2
    final_output: false
`
    expect(marks('GRAPH-1', legacy(true))).toEqual(['warning 2'])
    expect(marks('GRAPH-1', legacy(false))).toEqual(['error stage_args', 'warning 2'])
    expect(marks('GRAPH-1', deploy([OFF], [], []))).toEqual([])
  })
})

describe('GRAPH-2', () => {
  it('offers the pipeline that was meant, and only notes one that it does not know', () => {
    const text = deploy(['pipeline: qwen2_5_omnni', OFF], [])
    expect(marks('GRAPH-2', text)).toEqual(['warning qwen2_5_omnni'])
    expect(fixed('GRAPH-2', text)).toContain('pipeline: qwen2_5_omni\n')
    expect(marks('GRAPH-2', deploy(['pipeline: our_own_model', OFF], []))).toEqual(['info our_own_model'])
  })

  it('counts the stages that start with defaults', () => {
    const text = deploy(['pipeline: qwen2_5_omni', OFF], [])
    expect(findingsOf('GRAPH-2', text)).toMatchObject([
      { severity: 'warning', stages: ['1', '2'], arithmetic: '3 − 1 = 2 stages on defaults' },
    ])
  })

  it('does not hold a file to a pipeline that only its name suggests', () => {
    const text = deploy([OFF], [], [], [], [])
    const context = { fileName: 'qwen3_omni_moe_variant.yaml' }
    expect(findingsOf('GRAPH-2', text, context)).toMatchObject([{ severity: 'info' }])
  })

  it('knows the pipelines that the user adds', () => {
    const context = {
      pipelineTexts: ['model_type: ours\nstages:\n  - {stage_id: 0, model_stage: all, final_output: true}\n'],
    }
    expect(marks('GRAPH-2', deploy(['pipeline: ours', OFF], []), context)).toEqual([])
    expect(marks('GRAPH-2', deploy(['pipeline: ours', OFF], [], []), context)).toEqual(['warning 1'])
  })
})

describe('findCycles', () => {
  const edge = fc
    .record({ from: fc.nat(7).map(String), to: fc.nat(7).map(String) })
    .filter(({ from, to }) => from !== to)

  it('gives circles of edges that exist', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 20 }), edges => {
        const known = new Set(edges.map(({ from, to }) => `${from} ${to}`))
        for (const cycle of findCycles(edges))
          cycle.forEach((stage, index) => {
            expect(known.has(`${stage} ${cycle[(index + 1) % cycle.length]}`)).toBe(true)
          })
      }),
    )
  })

  it('finds none exactly where the stages can be put in order', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 20 }), edges => {
        const left = new Set(edges.flatMap(({ from, to }) => [from, to]))
        for (let moved = true; moved; ) {
          const ready = [...left].filter(id => !edges.some(({ from, to }) => to === id && left.has(from)))
          for (const id of ready) left.delete(id)
          moved = ready.length > 0
        }
        expect(findCycles(edges).length === 0).toBe(left.size === 0)
      }),
    )
  })

  it('takes a long chain without a deep stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({
      from: String(index),
      to: String(index + 1),
    }))
    expect(findCycles(chain)).toEqual([])
    expect(findCycles([...chain, { from: '20000', to: '0' }])[0]).toHaveLength(20_001)
  })
})
