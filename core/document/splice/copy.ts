import { applyEdits } from '../edits.ts'
import { syntaxOf } from '../parse.ts'
import type { SyntaxNode } from '../reader/syntax.ts'
import type { ParsedDocument, Path, Range, TextEdit } from '../types.ts'
import { extentOfItem, leadingCommentsAt, trailingCommentsEnd } from './extent.ts'
import { isMapSlot, isSeqSlot, keyColumnOf, locate, rootSlot } from './locate.ts'
import { columnOf, endOfLines, isFirstOnLine } from './places.ts'

/** Anchors within a range: a copy must not define them again, while aliases go on meaning the first ones. */
function anchorsWithin(node: SyntaxNode, { start, end }: Range, text: string): readonly TextEdit[] {
  const edits: TextEdit[] = []
  const visit = (at: SyntaxNode): void => {
    const { anchor } = at
    if (anchor !== null && anchor.start >= start && anchor.end <= end) {
      const blank = text.charAt(anchor.end) === ' ' ? 1 : 0
      edits.push({ range: { start: anchor.start - start, end: anchor.end - start + blank }, text: '' })
    }
    if (at.kind === 'seq') for (const item of at.items) visit(item.node)
    if (at.kind === 'map')
      for (const pair of at.pairs) {
        visit(pair.key)
        visit(pair.value)
      }
  }
  visit(node)
  return edits
}

function dedented(document: ParsedDocument, range: Range, column: number): readonly string[] {
  const { text } = document
  const { root } = syntaxOf(document)
  const slice = text.slice(range.start, range.end)
  const bare = root === null ? slice : applyEdits(slice, anchorsWithin(root, range, text))
  return bare.split(/\r\n|\n|\r/).map(line => line.replace(new RegExp(`^ {0,${column}}`), ''))
}

/** The lines of a block list's item, comments of its own included, moved so that the dash stands at column 0. */
export function linesOfItem(document: ParsedDocument, path: Path): readonly string[] | null {
  const index = path.at(-1)
  const located = locate(document, path.slice(0, -1))
  if (located?.kind !== 'found' || typeof index !== 'number' || !isSeqSlot(located.slot)) return null
  const { node } = located.slot
  const item = node.items[index]
  if (item === undefined || node.flow || !isFirstOnLine(document.text, item.dash)) return null
  return dedented(document, extentOfItem(document.text, node, index), columnOf(document.text, item.dash))
}

/** The same for a text that is one block mapping: as the item that it would be in a list. */
export function linesOfRoot(document: ParsedDocument): readonly string[] | null {
  const slot = rootSlot(document)
  if (slot === null || !isMapSlot(slot) || slot.node.flow || !isFirstOnLine(document.text, slot.node.start))
    return null
  const { text } = document
  const column = keyColumnOf(text, slot.node)
  const start = leadingCommentsAt(text, slot.node.start)
  const end = trailingCommentsEnd(text, endOfLines(text, slot.node), column - 1)
  const lines = dedented(document, { start, end }, column)
  const comments = lines.findIndex(line => !line.startsWith('#'))
  return lines.map((line, index) => {
    if (index < comments || line === '') return line
    return `${index === comments ? '- ' : '  '}${line}`
  })
}
