import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDocument } from '../document/index.ts'
import { findPipeline, templateInfo } from './index.ts'

const ROOT = join(import.meta.dirname, '../../fixtures/pipelines')
const yamlIn = (folder: string) => readdirSync(join(ROOT, folder)).filter(name => name.endsWith('.yaml'))
const read = (...parts: string[]) => readFileSync(join(ROOT, ...parts), 'utf8')

describe('the templates', () => {
  it.each(yamlIn('.'))('%s opens and says what it is', name => {
    const text = read(name)
    expect(templateInfo(text).title).not.toBeNull()
    expect(templateInfo(text).about).toMatch(/\.$/)
    const document = parseDocument(text, { fileName: name })
    expect(document.problems).toEqual([])
    expect(['deploy', 'legacy']).toContain(document.dialect)
  })
  it('mean a known pipeline where their name says so', () => {
    expect(findPipeline({ fileName: 'qwen3_omni_moe_overlay.yaml' }).pipeline?.key).toBe('qwen3_omni_moe')
    expect(findPipeline({ fileName: 'fan_out.yaml' }).pipeline).toBeNull()
  })
})

describe('the invalid files', () => {
  it.each(yamlIn('invalid').filter(name => name !== 'syntax_error.yaml'))('%s is at least YAML', name => {
    expect(parseDocument(read('invalid', name)).ok).toBe(true)
  })
  it('include one that is not', () => {
    expect(parseDocument(read('invalid', 'syntax_error.yaml'))).toMatchObject({
      ok: false,
      problems: [{ code: 'YAML-1' }],
    })
  })
})

describe('the large files', () => {
  it.each([
    ['stages-100.yaml', 100],
    ['stages-500.yaml', 500],
  ])('%s has %i stages', (name, count) => {
    const document = parseDocument(read('large', name))
    expect(document.ok).toBe(true)
    const stages = document.value instanceof Map ? document.value.get('stages') : null
    expect(stages).toHaveLength(count)
  })
})
