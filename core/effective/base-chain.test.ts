import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../contract/analysis.ts'
import { resolveText } from '../resolve-text.ts'

const chainOf = (text: string, context: AnalysisContext) => {
  const { effective, transfer, stages } = resolveText(text, context)
  return { chain: effective.chain, transfer, stages }
}

const OVERLAY = 'base_config: ../common/base.yaml\nstages: [{stage_id: 0}]\n'

describe('a chain of base files', () => {
  it('is followed from folder to folder', () => {
    const { chain, stages } = chainOf(OVERLAY, {
      fileName: '/a/b/overlay.yaml',
      files: {
        '/a/common/base.yaml': 'base_config: ./deep/root.yaml\nstages: [{stage_id: 1}]\n',
        '/a/common/deep/root.yaml': 'stages: [{stage_id: 2}]\n',
      },
    })
    expect(chain.map(entry => [entry.file, entry.found, entry.problem])).toEqual([
      ['/a/common/base.yaml', true, null],
      ['/a/common/deep/root.yaml', true, null],
    ])
    expect(stages.map(stage => stage.id)).toEqual(['2', '1', '0'])
  })
  it('is found by the end of its path where only the file’s name is known', () => {
    const { chain } = chainOf(OVERLAY, {
      fileName: 'overlay.yaml',
      files: { '/a/common/base.yaml': 'stages: []\n' },
    })
    expect(chain).toMatchObject([{ file: '/a/common/base.yaml', found: true, problem: null }])
  })
  it('that leads back to itself ends, as the runtime’s recursion does', () => {
    const { chain, transfer, stages } = chainOf('base_config: b.yaml\nstages: [{stage_id: 0}]\n', {
      fileName: '/f/a.yaml',
      files: { '/f/b.yaml': 'base_config: a.yaml\n' },
    })
    expect(chain.at(-1)?.problem).toContain('leads back to /f/a.yaml')
    expect(transfer).toMatchObject({ ok: false, error: { code: 'RecursionError' } })
    expect(stages.map(stage => stage.id)).toEqual(['0'])
  })
  it('with a missing file fails as the runtime does', () => {
    const { chain, transfer } = chainOf(OVERLAY, {
      fileName: '/a/b/o.yaml',
      files: { '/a/common/base.yaml': null },
    })
    expect(chain).toMatchObject([{ found: false }])
    expect(transfer).toEqual({
      ok: false,
      error: { code: 'FileNotFoundError', message: 'Config file not found: /a/common/base.yaml' },
    })
  })
  it('that nobody read leaves the rest standing and says so', () => {
    const { chain, transfer } = chainOf(OVERLAY, { fileName: '/a/b/o.yaml' })
    expect(chain).toMatchObject([{ file: '/a/common/base.yaml', found: false }])
    expect(chain[0]?.problem).toContain('was not read')
    expect(transfer.ok).toBe(true)
  })
  it.each([
    ['a syntax error', 'stages: [', 'YAMLError'],
    ['no mapping', '- 1\n', 'TypeError'],
  ])('with %s in it fails', (_, text, code) => {
    const { transfer } = chainOf('base_config: b.yaml\nstages: []\n', { files: { 'b.yaml': text } })
    expect(transfer).toMatchObject({ ok: false, error: { code } })
  })
  it('is not read by the target that knows none', () => {
    const { chain, stages } = chainOf(OVERLAY, {
      target: '2025-12',
      fileName: '/a/b/o.yaml',
      files: { '/a/common/base.yaml': 'stages: [{stage_id: 5}]\n' },
    })
    expect(chain[0]?.problem).toContain('reads no base_config')
    expect(stages.map(stage => stage.id)).toEqual(['0'])
  })
})
