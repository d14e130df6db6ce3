import { describe, expect, it } from 'vitest'
import { MAX_STAGES, MAX_TEXT_BYTES, MAX_WIRES } from '../../document/index.ts'
import { deploy, findingsOf, marks } from '../finding-fixture.ts'

describe('YAML-1', () => {
  it('marks where the reader stops, and says no more about the file', () => {
    const text = 'stages:\n  - stage_id: 0\n   devices: "0"\n'
    expect(findingsOf('YAML-1', text)).toMatchObject([{ severity: 'error', consequence: 'raises' }])
    expect(findingsOf('GRAPH-1', text)).toEqual([])
  })

  it('reads files named .json as JSON', () => {
    expect(findingsOf('YAML-1', 'stages: []', { fileName: 'a.json' })).toHaveLength(1)
    expect(findingsOf('YAML-1', 'stages: []', { fileName: 'a.yaml' })).toEqual([])
  })
})

describe('YAML-2', () => {
  it('marks the later of two keys', () => {
    const text = deploy(['async_chunk: true', 'async_chunk: false'], [])
    expect(marks('YAML-2', text)).toEqual(['warning async_chunk'])
  })
})

describe('LIMIT-1', () => {
  it('starts one byte past the bound', () => {
    const head = 'stages: []\n#'
    const fits = head + 'x'.repeat(MAX_TEXT_BYTES - head.length)
    expect(findingsOf('LIMIT-1', fits)).toEqual([])
    expect(findingsOf('LIMIT-1', `${fits}x`)).toMatchObject([{ severity: 'error' }])
  })
})

describe('LIMIT-3', () => {
  it('starts one stage past the bound', () => {
    const stages = (count: number): string => `stages:\n${'  - {}\n'.repeat(count)}`
    expect(findingsOf('LIMIT-3', stages(MAX_STAGES + 1))).toMatchObject([{ severity: 'error' }])
    expect(findingsOf('LIMIT-3', 'stages:\n  - {}\n')).toEqual([])
  })
})

describe('LIMIT-4', () => {
  it('starts one connection past the bound', () => {
    const wired = (count: number): string =>
      `stages:\n  - stage_id: 0\n    engine_input_source: [${'1, '.repeat(count)}]\n`
    expect(findingsOf('LIMIT-4', wired(MAX_WIRES + 1))).toMatchObject([{ severity: 'error' }])
    expect(findingsOf('LIMIT-4', wired(MAX_WIRES))).toEqual([])
  })
})
