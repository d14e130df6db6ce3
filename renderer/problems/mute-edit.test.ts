import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../core/document/index.ts'
import { finding } from './finding-fixture.ts'
import { muteEdit } from './mute-edit.ts'

const muted = (text: string, at: string, format: 'yaml' | 'json' = 'yaml') => {
  const start = text.indexOf(at)
  const edit = muteEdit(
    { text, format },
    finding({ code: 'PORT-6', range: { start, end: start + at.length } }),
    ' set by\nthe launcher ',
  )
  return edit.ok ? applyEdits(text, [edit.value]) : edit.error.code
}

describe('muteEdit', () => {
  it('writes a comment above the line of the finding, indented like it', () => {
    expect(muted('a:\n  port: 1\n', 'port')).toBe(
      'a:\n  # stagewright: ignore PORT-6 because set by the launcher\n  port: 1\n',
    )
    expect(muted('a:\n  - port: 1\n', '1')).toBe(
      'a:\n  # stagewright: ignore PORT-6 because set by the launcher\n  - port: 1\n',
    )
  })

  it('works on the first line and keeps the file’s line ends', () => {
    expect(muted('a: 1\r\n', 'a')).toBe(
      '# stagewright: ignore PORT-6 because set by the launcher\r\na: 1\r\n',
    )
  })

  it('refuses JSON, which has no comments', () => {
    expect(muted('{"a": 1}', '1', 'json')).toBe('no-comments')
  })
})
