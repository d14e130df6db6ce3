import type { PyValue } from '../../value/index.ts'
import type { SyntaxPair } from '../reader/syntax.ts'
import type { TextEdit } from '../types.ts'
import { edit } from './replace.ts'
import { keyText } from './scalar-text.ts'
import type { TextStyle } from './style.ts'

/** Edits that write another key in the place of a pair's, quoted as the old one was. */
export function renameKey(
  pair: SyntaxPair,
  key: PyValue,
  style: TextStyle,
  flow: boolean,
): readonly TextEdit[] {
  const old = pair.key
  const wish =
    old.kind !== 'scalar' ? 'plain' : old.style === 'single' ? "'" : old.style === 'double' ? '"' : 'plain'
  return [edit(old.tag === null ? old.start : old.outerStart, old.end, keyText(key, style, flow, wish))]
}
