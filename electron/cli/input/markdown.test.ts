import { describe, expect, it } from 'vitest'
import { isStageConfig, yamlFences } from './markdown.ts'

describe('YAML fences', () => {
  it('keep the lines and columns of the file they stand in', () => {
    const text = '# Title\n\n  ```yaml\n  stages:\n    - stage_id: 0\n  ```\nend\n'
    const [fence] = yamlFences(text)
    expect(fence).toEqual({ line: 3, text: '\n\n\n  stages:\n    - stage_id: 0' })
    expect(fence?.text.split('\n')[3]).toBe(text.split('\n')[3])
  })
  it('end at a fence of their own kind and length, or with the file', () => {
    const fences = yamlFences('````yml\na: 1\n```\nb: 2\n````\n~~~ YAML\nc: 3')
    expect(fences.map(fence => fence.text.trim())).toEqual(['a: 1\n```\nb: 2', 'c: 3'])
  })
  it('are those marked as YAML only', () => {
    expect(yamlFences('```json\n{}\n```\n```\na: 1\n```\ntext ```yaml inline```\n')).toEqual([])
  })
})

it.each([
  ['stages: []', true],
  ['stage_args: []', true],
  ['stages: [', true],
  ['image: vllm/vllm-omni', false],
])('%j is a stage configuration: %s', (text, expected) => {
  expect(isStageConfig({ line: 1, text })).toBe(expected)
})
