import { describe, expect, it } from 'vitest'
import { parseDocument } from '../document/index.ts'
import { findPipeline } from '../pipelines/index.ts'
import { loadOmniTransferConfig } from '../resolve/load.ts'
import { TEMPLATES, templateById } from './index.ts'

describe.each(TEMPLATES.map(template => [template.id, template] as const))('template %s', (_, template) => {
  const document = parseDocument(template.text, { fileName: template.fileName })

  it('is a deploy file that reads and resolves without a word of complaint', () => {
    expect(document).toMatchObject({ ok: true, problems: [], dialect: 'deploy' })
    const transfer = loadOmniTransferConfig({ configDict: document.value })
    expect(transfer).toMatchObject({ ok: true, warnings: [] })
    expect(template.text.endsWith('\n')).toBe(true)
  })

  it('names its topology, which the catalogue knows', () => {
    const key = document.value instanceof Map ? document.value.get('pipeline') : undefined
    expect(key ?? null).toBe(template.pipeline)
    if (template.pipeline === null) return
    const { pipeline } = findPipeline({ key: template.pipeline })
    const stages = document.value instanceof Map ? document.value.get('stages') : null
    expect(pipeline?.stages).toHaveLength(Array.isArray(stages) ? stages.length : -1)
  })

  it('says in a sentence what it is', () => {
    expect(template.title).not.toBe('')
    expect(template.about).toMatch(/\.$/)
    expect(template.fileName).toMatch(/^[\w.]+\.yaml$/)
  })
})

it('finds a template by its id', () => {
  expect(new Set(TEMPLATES.map(template => template.id)).size).toBe(TEMPLATES.length)
  expect(templateById('empty')?.text).toContain('stages: []')
  expect(templateById('none')).toBeNull()
})
