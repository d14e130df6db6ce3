import { sortEdits } from './edits.ts'
import type { TextEdit } from './types.ts'

/** Collects deletions and insertions over one old text, in order, into as few edits as cover them. */
class EditBuilder {
  readonly edits: TextEdit[] = []
  private open: { start: number; end: number; text: string } | null = null

  keep(length: number): void {
    if (length > 0) this.close()
  }

  remove(start: number, end: number): void {
    if (end > start) this.at(start).end = end
  }

  insert(position: number, text: string): void {
    if (text !== '') this.at(position).text += text
  }

  close(): void {
    if (this.open === null) return
    const { start, end, text } = this.open
    this.edits.push({ range: { start, end }, text })
    this.open = null
  }

  private at(position: number): { end: number; text: string } {
    this.open ??= { start: position, end: position, text: '' }
    return this.open
  }
}

/** A stretch of the middle text of two edit lists: kept from the old text, deleted from it, or inserted. */
type Stretch =
  | { readonly kind: 'keep'; readonly start: number; readonly end: number }
  | { readonly kind: 'delete'; readonly start: number; readonly end: number }
  | { readonly kind: 'insert'; readonly text: string; readonly at: number }

function stretchesOf(edits: readonly TextEdit[]): Stretch[] {
  const stretches: Stretch[] = []
  let at = 0
  for (const { range, text } of sortEdits(edits)) {
    stretches.push({ kind: 'keep', start: at, end: range.start })
    stretches.push({ kind: 'insert', text, at: range.start })
    stretches.push({ kind: 'delete', start: range.start, end: range.end })
    at = range.end
  }
  stretches.push({ kind: 'keep', start: at, end: Number.POSITIVE_INFINITY })
  return stretches
}

/** One list of edits that does what `first` and then `second`, which refers to the text after `first`, do. */
export function composeEdits(first: readonly TextEdit[], second: readonly TextEdit[]): readonly TextEdit[] {
  const builder = new EditBuilder()
  const queue = stretchesOf(first).reverse()
  let oldAt = 0

  /** Takes `length` characters of the middle text, keeping or dropping them. */
  const advance = (length: number, drop: boolean): void => {
    let left = length
    while (true) {
      const stretch = queue.pop()
      if (stretch === undefined) return
      if (stretch.kind === 'delete') {
        builder.remove(stretch.start, stretch.end)
        oldAt = stretch.end
        continue
      }
      const size = stretch.kind === 'keep' ? stretch.end - stretch.start : stretch.text.length
      const taken = Math.min(size, left)
      if (stretch.kind === 'keep') {
        if (drop) builder.remove(stretch.start, stretch.start + taken)
        else builder.keep(taken)
        oldAt = stretch.start + taken
        if (taken < size) queue.push({ ...stretch, start: stretch.start + taken })
      } else {
        if (!drop) builder.insert(stretch.at, stretch.text.slice(0, taken))
        oldAt = stretch.at
        if (taken < size) queue.push({ ...stretch, text: stretch.text.slice(taken) })
      }
      left -= taken
      if (left === 0 && taken < size) return
    }
  }

  let at = 0
  for (const { range, text } of sortEdits(second)) {
    advance(range.start - at, false)
    builder.insert(oldAt, text)
    advance(range.end - range.start, true)
    at = range.end
  }
  advance(Number.POSITIVE_INFINITY, false)
  builder.close()
  return builder.edits
}
