import { describe, expect, it } from 'vitest'
import { applyEdits, parseDocument } from '../../core/document/index.ts'
import { finding } from './finding-fixture.ts'
import { muteEdit } from './mute-edit.ts'

const muted = (text: string, at: string, fileName = 'a.yaml') => {
  const start = text.indexOf(at)
  const edit = muteEdit(
    parseDocument(text, { fileName }),
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

  it('writes it behind the first line of content, and keeps the file’s line ends', () => {
    expect(muted('# about\r\na: 1\r\nb: 2\r\n', 'a: 1')).toBe(
      '# about\r\na: 1  # stagewright: ignore PORT-6 because set by the launcher\r\nb: 2\r\n',
    )
    expect(muted('a: 1\r\nb: 2\r\n', 'b')).toBe(
      'a: 1\r\n# stagewright: ignore PORT-6 because set by the launcher\r\nb: 2\r\n',
    )
  })

  it('refuses where a comment would become part of a value', () => {
    expect(muted('a: "x\n  y"\nb: 1\n', 'y')).toBe('no-place')
    expect(muted('{"a": 1}', '1', 'a.json')).toBe('no-comments')
  })
})
