import { yaml } from '@codemirror/lang-yaml'
import { getIndentation, IndentContext, indentUnit } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { indentBelowKey } from './indent.ts'

/** Columns of the line that Enter begins at `|`. */
function below(text: string): number | null {
  const at = text.indexOf('|')
  const state = EditorState.create({
    doc: text.replace('|', ''),
    extensions: [indentBelowKey, yaml(), indentUnit.of('  ')],
  })
  return getIndentation(new IndentContext(state, { simulateBreak: at }), at)
}

describe('a line begun below a key', () => {
  it('stands one step deeper than the key, list items included', () => {
    expect(below('stages:|')).toBe(2)
    expect(below('stages:  # why|')).toBe(2)
    expect(below('stages:\n  - stage_id: 0\n    engine_args:|')).toBe(6)
    expect(below('stages:\n  - runtime:|')).toBe(6)
  })

  it('stands as deep as what is there already', () => {
    expect(below('runtime:|\n    window_size: 1\n')).toBe(4)
    expect(below('a:\n  b:|\nc: 1\n')).toBe(4)
  })

  it('goes on beside a key with a value, and inside of texts', () => {
    expect(below('stages:\n  - stage_id: 0|')).toBe(4)
    expect(below('a:\n  b: 1|')).toBe(2)
    expect(below('# a note:|\n')).not.toBe(2)
  })
})
