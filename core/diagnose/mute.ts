import { nodeAt, type ParsedDocument, pathAt, type Range } from '../document/index.ts'

/** A `# stagewright: ignore CODE because reason` comment. */
export interface Mute {
  readonly codes: readonly string[]
  /** Null when the comment gives none; then it mutes nothing. */
  readonly reason: string | null
  readonly range: Range
  /** Offsets of the line whose findings are muted; null = the whole file. */
  readonly line: Range | null
}

const COMMENT = /(?:^|[ \t])(#[ \t]*stagewright:[ \t]*ignore\b[ \t]*([^\r\n]*))/gm
const CODES =
  /^((?:[A-Z]+-\d+)(?:[ \t]*,?[ \t]+[A-Z]+-\d+|,[A-Z]+-\d+)*)(?:[ \t]+because\b[ \t]*(.*?))?[ \t]*$/

/** True inside a quoted or block text, where a number sign starts no comment. */
function inScalar(document: ParsedDocument, offset: number): boolean {
  if (document.root === null) return false
  const node = nodeAt(document, pathAt(document, offset))
  return node?.kind === 'scalar' && node.range.start < offset && offset < node.range.end
}

interface Line extends Range {
  readonly kind: 'blank' | 'comment' | 'content'
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  for (const match of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
    const body = match[1] ?? ''
    const trimmed = body.trim()
    const kind = trimmed === '' ? 'blank' : trimmed.startsWith('#') ? 'comment' : 'content'
    lines.push({ start: match.index, end: match.index + body.length, kind })
    if (match.index + match[0].length >= text.length) break
  }
  return lines
}

const startsContent = (text: string, line: Line): boolean =>
  line.kind === 'content' && !/^(?:---|%)/.test(text.slice(line.start, line.end))

/** The next line with content after a comment line; the comment speaks of it. */
function lineBelow(lines: readonly Line[], index: number): Range | null {
  for (const line of lines.slice(index + 1)) {
    if (line.kind === 'blank') return { start: line.start, end: line.end }
    if (line.kind === 'content') return line
  }
  return null
}

/**
 * The mutes of a text. One behind content speaks of its own line, one on a line of its own of the line below it, and
 * one above all content of the whole file.
 */
export function findMutes(document: ParsedDocument): readonly Mute[] {
  const { text } = document
  if (!text.includes('stagewright:')) return []
  const lines = linesOf(text)
  const firstContent = lines.findIndex(line => startsContent(text, line))
  return Array.from(text.matchAll(COMMENT)).flatMap(match => {
    const body = match[1] ?? ''
    const start = match.index + match[0].length - body.length
    if (inScalar(document, start)) return []
    const index = lines.findIndex(line => line.start <= start && start <= line.end)
    const parsed = CODES.exec(match[2] ?? '')
    const reason = parsed?.[2]?.trim() ?? ''
    return {
      codes: parsed?.[1]?.split(/[\s,]+/) ?? [],
      reason: reason === '' ? null : reason,
      range: { start, end: start + body.trimEnd().length },
      line:
        firstContent === -1 || index < firstContent
          ? null
          : lines[index]?.kind === 'content'
            ? (lines[index] ?? null)
            : (lineBelow(lines, index) ?? { start: text.length, end: text.length }),
    }
  })
}

const covers = (mute: Mute, code: string, range: Range | null): boolean => {
  if (mute.reason === null || !mute.codes.includes(code)) return false
  if (mute.line === null) return true
  return range !== null && mute.line.start <= range.start && range.start <= mute.line.end
}

/** The reason why a finding is muted, as written; null when it is not. */
export const muteReason = (mutes: readonly Mute[], code: string, range: Range | null): string | null =>
  mutes.find(mute => covers(mute, code, range))?.reason ?? null
