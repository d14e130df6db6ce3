import { diffWordsWithSpace, structuredPatch } from 'diff'

/** A stretch of a line; `changed` marks what differs from the paired line on the other side. */
export interface DiffPiece {
  readonly text: string
  readonly changed: boolean
}

/** One line of a hunk with its 1-based number on each side; null where the side has no such line. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added'
  readonly before: number | null
  readonly after: number | null
  readonly pieces: readonly DiffPiece[]
}

export interface DiffHunk {
  readonly beforeStart: number
  readonly afterStart: number
  readonly lines: readonly DiffLine[]
}

export interface LineDiff {
  readonly hunks: readonly DiffHunk[]
  readonly added: number
  readonly removed: number
  /** The texts differ so much that lines were not matched: one hunk replaces everything. */
  readonly coarse: boolean
}

/** Past this many line edits a match is no longer readable, and finding it costs quadratic time. */
const MAX_LINE_EDITS = 1500
/** Word matching inside a pair of lines is skipped past this length; the whole line is marked. */
const MAX_PAIRED_LENGTH = 2000

/**
 * Line diff of two texts, grouped into hunks with `context` unchanged lines around each change. Line ends are
 * compared as part of the line, so a CRLF that became LF shows.
 */
export function lineDiff(before: string, after: string, context = 3): LineDiff {
  if (before === after) return { hunks: [], added: 0, removed: 0, coarse: false }
  const patch = structuredPatch('', '', before, after, '', '', { context, maxEditLength: MAX_LINE_EDITS })
  if (patch === undefined) return coarseDiff(before, after)
  const hunks = patch.hunks.map(hunk => readHunk(hunk.oldStart, hunk.newStart, hunk.lines))
  return { hunks, ...countLines(hunks), coarse: false }
}

function coarseDiff(before: string, after: string): LineDiff {
  const removed = splitLines(before).map((line, i) => wholeLine('removed', i + 1, null, line))
  const added = splitLines(after).map((line, i) => wholeLine('added', null, i + 1, line))
  const hunks = [{ beforeStart: 1, afterStart: 1, lines: [...removed, ...added] }]
  return { hunks, ...countLines(hunks), coarse: true }
}

function readHunk(beforeStart: number, afterStart: number, source: readonly string[]): DiffHunk {
  const lines: DiffLine[] = []
  let before = beforeStart
  let after = afterStart
  for (const entry of source) {
    const text = visibleLine(entry.slice(1))
    if (entry.startsWith('-')) lines.push(wholeLine('removed', before++, null, text))
    else if (entry.startsWith('+')) lines.push(wholeLine('added', null, after++, text))
    else if (entry.startsWith(' ')) lines.push(wholeLine('same', before++, after++, text))
  }
  return { beforeStart, afterStart, lines: markWords(lines) }
}

/** Pairs each run of removed lines with the added run that follows, and marks what changed inside each pair. */
function markWords(lines: readonly DiffLine[]): DiffLine[] {
  const marked = [...lines]
  let i = 0
  while (i < marked.length) {
    const removed = runLength(marked, i, 'removed')
    const added = runLength(marked, i + removed, 'added')
    if (removed > 0 && removed === added) {
      for (let k = 0; k < removed; k++) markPair(marked, i + k, i + removed + k)
    }
    i += Math.max(1, removed + added)
  }
  return marked
}

function markPair(lines: DiffLine[], removedAt: number, addedAt: number): void {
  const removed = lines[removedAt]
  const added = lines[addedAt]
  if (removed === undefined || added === undefined) return
  const from = lineText(removed)
  const to = lineText(added)
  if (from.length > MAX_PAIRED_LENGTH || to.length > MAX_PAIRED_LENGTH) return
  const parts = diffWordsWithSpace(from, to)
  const side = (skip: 'added' | 'removed'): DiffPiece[] =>
    parts
      .filter(part => !part[skip])
      .map(part => ({ text: part.value, changed: part.added === true || part.removed === true }))
  lines[removedAt] = { ...removed, pieces: side('added') }
  lines[addedAt] = { ...added, pieces: side('removed') }
}

function runLength(lines: readonly DiffLine[], start: number, kind: DiffLine['kind']): number {
  let end = start
  while (lines[end]?.kind === kind) end++
  return end - start
}

export function lineText(line: DiffLine): string {
  return line.pieces.map(piece => piece.text).join('')
}

const wholeLine = (
  kind: DiffLine['kind'],
  before: number | null,
  after: number | null,
  text: string,
): DiffLine => ({ kind, before, after, pieces: [{ text, changed: false }] })

const splitLines = (text: string): string[] =>
  text === '' ? [] : text.replace(/\n$/, '').split('\n').map(visibleLine)

/** A carriage return is shown, since it may be all that changed. */
const visibleLine = (line: string): string => line.replace(/\r$/, '␍')

function countLines(hunks: readonly DiffHunk[]): { added: number; removed: number } {
  const lines = hunks.flatMap(hunk => hunk.lines)
  return {
    added: lines.filter(line => line.kind === 'added').length,
    removed: lines.filter(line => line.kind === 'removed').length,
  }
}
