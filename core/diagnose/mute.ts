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

/** For every line the next one below that is no comment: a comment on a line of its own speaks of it. */
function linesBelow(lines: readonly Line[]): readonly (Line | null)[] {
  const below: (Line | null)[] = []
  let next: Line | null = null
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    below.push(next)
    const line = lines[index]
    if (line !== undefined && line.kind !== 'comment') next = line
  }
  return below.reverse()
}

/** Index of the line that holds an offset. */
function lineIndexAt(lines: readonly Line[], offset: number): number {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((lines[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

const rangeOfLine = (line: Line | null, text: string): Range =>
  line === null ? { start: text.length, end: text.length } : { start: line.start, end: line.end }

/**
 * The mutes of a text. One behind content speaks of its own line, one on a line of its own of the line below it, and
 * one above all content of the whole file.
 */
export function findMutes(document: ParsedDocument): readonly Mute[] {
  const { text } = document
  if (!text.includes('stagewright:')) return []
  const lines = linesOf(text)
  const below = linesBelow(lines)
  const firstContent = lines.findIndex(line => startsContent(text, line))
  return Array.from(text.matchAll(COMMENT)).flatMap(match => {
    const body = match[1] ?? ''
    const start = match.index + match[0].length - body.length
    if (inScalar(document, start)) return []
    const index = lineIndexAt(lines, start)
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
            : rangeOfLine(below[index] ?? null, text),
    }
  })
}

/** A code's mutes: those of the whole file, and those of single lines in the order of the text. */
interface CodeMutes {
  readonly file: Mute[]
  readonly lines: { readonly line: Range; readonly mute: Mute }[]
}

/** Tells by code and place why a finding is muted: the reason as written, of several the first; null when it is not. */
export type MuteReasons = (code: string, range: Range | null) => string | null

export function muteReasons(mutes: readonly Mute[]): MuteReasons {
  const byCode = new Map<string, CodeMutes>()
  for (const mute of mutes) {
    if (mute.reason === null) continue
    for (const code of mute.codes) {
      const known = byCode.get(code) ?? { file: [], lines: [] }
      byCode.set(code, known)
      const { line } = mute
      if (line === null) known.file.push(mute)
      else if (known.lines.at(-1)?.line.start !== line.start) known.lines.push({ line, mute })
    }
  }
  return (code, range) => {
    const known = byCode.get(code)
    if (known === undefined) return null
    const [whole] = known.file
    return whole?.reason ?? (range === null ? null : reasonAt(known.lines, range.start))
  }
}

/** The reason of the mute whose line holds the offset. Lines of later comments never lie above those of earlier ones. */
function reasonAt(lines: CodeMutes['lines'], offset: number): string | null {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lines[middle]?.line.end ?? 0) < offset) low = middle + 1
    else high = middle
  }
  const found = lines[low]
  return found !== undefined && found.line.start <= offset ? found.mute.reason : null
}
