import type { Token } from './tokens.ts'

/** What the parser found where it did not expect it, in words. */
export const TOKEN_WORDS: Readonly<Record<Token['kind'], string>> = {
  'stream-end': 'the end of the text',
  'document-start': '“---”',
  'document-end': '“...”',
  'block-seq-start': 'a list',
  'block-map-start': 'a mapping',
  'block-end': 'the end of the indented block',
  'flow-seq-start': '“[”',
  'flow-seq-end': '“]”',
  'flow-map-start': '“{”',
  'flow-map-end': '“}”',
  key: 'a key',
  value: '“:”',
  'block-entry': '“-”',
  'flow-entry': '“,”',
  alias: 'an alias',
  anchor: 'an anchor',
  tag: 'a tag',
  directive: 'a directive',
  scalar: 'a text',
}
