import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyze } from './analyze.ts'

const FIXTURES = new URL('../fixtures/pipelines/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, FIXTURES), 'utf8')

describe('the graph of a file', () => {
  it('holds the stages and edges of a deploy file', () => {
    const analysis = analyze(read('qwen3_omni_moe.yaml'), { fileName: 'qwen3_omni_moe.yaml' })
    expect(analysis.stages.map(stage => [stage.id, stage.name])).toEqual([
      ['0', 'thinker'],
      ['1', 'talker'],
      ['2', 'code2wav'],
    ])
    expect(analysis.edges.map(edge => edge.id)).toEqual(['0->1', '1->2'])
  })
  it('survives a reference that leads nowhere', () => {
    const analysis = analyze(read('invalid/undefined_connector.yaml'))
    expect(analysis.transfer).toMatchObject({ ok: false, error: { code: 'ValueError' } })
    expect(analysis.edges.length).toBeGreaterThan(0)
  })
})

describe('every fixture', () => {
  const names = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.yaml'),
  )
  it.each(names)('%s gives an analysis, twice the same', name => {
    const text = read(name)
    expect(analyze(text, { fileName: name })).toEqual(analyze(text, { fileName: name }))
  })
})
