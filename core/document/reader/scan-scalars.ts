import {
  isBreak,
  isBreakOrEnd,
  isDigit,
  isFlowIndicator,
  isHexDigit,
  isSeparator,
  nameCharacter,
  SPACE,
  TAB,
} from './characters.ts'
import type { Cursor } from './cursor.ts'
import { ReadFailure } from './failure.ts'
import type { ScalarToken } from './tokens.ts'

const HASH = 0x23
const COLON = 0x3a
const QUESTION = 0x3f
const SINGLE = 0x27
const DOUBLE = 0x22
const BACKSLASH = 0x5c

/** `---` or `...` at the start of a line: ends a document even inside a scalar. */
const atDocumentMark = (cursor: Cursor): boolean =>
  (cursor.startsWith('---') || cursor.startsWith('...')) && isSeparator(cursor.peek(3))

function skipBlanks(cursor: Cursor): void {
  while (cursor.peek() === SPACE || cursor.peek() === TAB) cursor.advance()
}

export function skipComment(cursor: Cursor): void {
  while (cursor.peek() === SPACE) cursor.advance()
  if (cursor.peek() === HASH) while (!isBreakOrEnd(cursor.peek())) cursor.advance()
}

/** What a folded line break means: a blank for a single one, else the further breaks alone. */
const foldBreaks = (first: string, others: string): string =>
  first !== '\n' ? first + others : others === '' ? ' ' : others

function plainEndsAt(cursor: Cursor, inFlow: boolean): boolean {
  const code = cursor.peek()
  if (isSeparator(code)) return true
  if (code === COLON) {
    const next = cursor.peek(1)
    return isSeparator(next) || (inFlow && isFlowIndicator(next))
  }
  return inFlow && (isFlowIndicator(code) || code === QUESTION)
}

/** Blanks and breaks between the words of a plain scalar; null where the scalar must end. */
function plainSpaces(cursor: Cursor): string | null {
  const start = cursor.position
  while (cursor.peek() === SPACE) cursor.advance()
  if (!isBreak(cursor.peek())) return cursor.slice(start)
  const first = cursor.takeBreak()
  if (atDocumentMark(cursor)) return null
  let others = ''
  while (cursor.peek() === SPACE || isBreak(cursor.peek())) {
    if (cursor.peek() === SPACE) cursor.advance()
    else {
      others += cursor.takeBreak()
      if (atDocumentMark(cursor)) return null
    }
  }
  return foldBreaks(first, others)
}

export interface PlainScan {
  readonly token: ScalarToken
  /** The scan went over a line break after the last word, so that a key may start where it stopped. */
  readonly brokeLine: boolean
}

/** A plain scalar, which goes on over lines that are indented more than `indent`. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): PlainScan {
  const start = cursor.position
  let text = ''
  let spaces: string | null = ''
  let end = start
  let lastLine = cursor.line
  while (cursor.peek() !== HASH) {
    const wordStart = cursor.position
    while (!plainEndsAt(cursor, inFlow)) cursor.advance()
    if (cursor.position === wordStart) break
    text += spaces + cursor.slice(wordStart)
    end = cursor.position
    lastLine = cursor.line
    spaces = plainSpaces(cursor)
    if (spaces === null || spaces === '' || (!inFlow && cursor.column <= indent)) break
  }
  return {
    token: { kind: 'scalar', text, style: 'plain', start, end, tail: end },
    brokeLine: cursor.line !== lastLine,
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
])

const ESCAPE_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

function quotedBreaks(cursor: Cursor, start: number): string {
  let breaks = ''
  while (true) {
    if (atDocumentMark(cursor))
      cursor.fail('a quoted text is still open where the document ends; close the quotes', start, start + 1)
    skipBlanks(cursor)
    if (!isBreak(cursor.peek())) return breaks
    breaks += cursor.takeBreak()
  }
}

function quotedEscape(cursor: Cursor, start: number): string {
  const escapeStart = cursor.position
  cursor.advance()
  if (isBreak(cursor.peek())) {
    cursor.takeBreak()
    return quotedBreaks(cursor, start)
  }
  const letter = cursor.text.charAt(cursor.position)
  const plain = ESCAPES.get(letter)
  if (plain !== undefined) {
    cursor.advance()
    return plain
  }
  const length = ESCAPE_LENGTHS.get(letter)
  if (length === undefined)
    return cursor.fail(
      `“\\${letter}” is no escape that YAML knows; write “\\\\” for a backslash, or use single quotes`,
      escapeStart,
      escapeStart + 2,
    )
  cursor.advance()
  for (let index = 0; index < length; index += 1)
    if (!isHexDigit(cursor.peek(index)))
      cursor.fail(`“\\${letter}” needs ${length} hexadecimal digits after it`, escapeStart, escapeStart + 2)
  const code = Number.parseInt(cursor.slice(cursor.position, cursor.position + length), 16)
  if (code > 0x10ffff)
    throw new ReadFailure(
      'ValueError',
      'this escape is past the last Unicode character, \\U0010FFFF',
      escapeStart,
      escapeStart + 10,
    )
  cursor.advance(length)
  return String.fromCodePoint(code)
}

function quotedSpaces(cursor: Cursor, start: number): string {
  const blanksStart = cursor.position
  skipBlanks(cursor)
  const blanks = cursor.slice(blanksStart)
  const code = cursor.peek()
  if (code === 0) cursor.fail('these quotes are never closed; add the closing quote', start, start + 1)
  if (!isBreak(code)) return blanks
  const first = cursor.takeBreak()
  return foldBreaks(first, quotedBreaks(cursor, start))
}

/** A single- or double-quoted scalar, over any number of lines. */
export function scanQuoted(cursor: Cursor): ScalarToken {
  const start = cursor.position
  const quote = cursor.peek()
  const double = quote === DOUBLE
  cursor.advance()
  let text = ''
  while (true) {
    const wordStart = cursor.position
    let code = cursor.peek()
    while (!isSeparator(code) && code !== quote && !(double && code === BACKSLASH)) {
      cursor.advance()
      code = cursor.peek()
    }
    if (cursor.position > wordStart) text += cursor.slice(wordStart)
    if (isSeparator(code)) text += quotedSpaces(cursor, start)
    else if (code === BACKSLASH && double) text += quotedEscape(cursor, start)
    else if (!double && cursor.peek(1) === SINGLE) {
      text += "'"
      cursor.advance(2)
    } else break
  }
  cursor.advance()
  const end = cursor.position
  return { kind: 'scalar', text, style: double ? 'double' : 'single', start, end, tail: end }
}

interface BlockHeader {
  readonly chomping: 'clip' | 'strip' | 'keep'
  readonly increment: number | null
  /** Past the last indicator. */
  readonly end: number
}

function blockHeader(cursor: Cursor, start: number): BlockHeader {
  let chomping: BlockHeader['chomping'] = 'clip'
  let increment: number | null = null
  for (let count = 0; count < 2; count += 1) {
    const code = cursor.peek()
    if ((code === 0x2b || code === 0x2d) && chomping === 'clip') chomping = code === 0x2b ? 'keep' : 'strip'
    else if (isDigit(code) && increment === null) {
      increment = code - 0x30
      if (increment === 0)
        cursor.fail('a block text is indented by 1 to 9, not 0; write 1 to 9 or leave it out')
    } else break
    cursor.advance()
  }
  const code = cursor.peek()
  if (code !== SPACE && !isBreakOrEnd(code))
    cursor.fail(
      `${nameCharacter(cursor.text, cursor.position)} can't follow “|” or “>”; begin the text on the next line, or quote it`,
      start,
      cursor.position + 1,
    )
  const end = cursor.position
  skipComment(cursor)
  if (!isBreakOrEnd(cursor.peek()))
    cursor.fail('only a comment may follow “|” or “>” on its line; begin the text on the next line')
  cursor.takeBreak()
  return { chomping, increment, end }
}

/** Leading blank lines of a block scalar without an explicit indent, and the deepest blank run among them. */
function detectIndent(cursor: Cursor): { readonly breaks: string[]; readonly deepest: number } {
  const breaks: string[] = []
  let deepest = 0
  while (cursor.peek() === SPACE || isBreak(cursor.peek())) {
    if (cursor.peek() === SPACE) {
      cursor.advance()
      deepest = Math.max(deepest, cursor.column)
    } else breaks.push(cursor.takeBreak())
  }
  return { breaks, deepest }
}

function blockBreaks(cursor: Cursor, indent: number): string[] {
  const breaks: string[] = []
  while (true) {
    while (cursor.column < indent && cursor.peek() === SPACE) cursor.advance()
    if (!isBreak(cursor.peek())) return breaks
    breaks.push(cursor.takeBreak())
  }
}

/** A literal or folded block scalar below a collection that is indented by `parentIndent`. */
export function scanBlockScalar(cursor: Cursor, parentIndent: number): ScalarToken {
  const start = cursor.position
  const folded = cursor.text.charAt(start) === '>'
  cursor.advance()
  const { chomping, increment, end: headerEnd } = blockHeader(cursor, start)
  let end = headerEnd
  const least = Math.max(parentIndent + 1, 1)
  let indent: number
  let breaks: string[]
  if (increment === null) {
    const detected = detectIndent(cursor)
    indent = Math.max(least, detected.deepest)
    breaks = detected.breaks
  } else {
    indent = least + increment - 1
    breaks = blockBreaks(cursor, indent)
  }
  const chunks: string[] = []
  let lineBreak = ''
  while (cursor.column === indent && cursor.peek() !== 0) {
    chunks.push(...breaks)
    const startsWithText = cursor.peek() !== SPACE && cursor.peek() !== TAB
    const lineStart = cursor.position
    while (!isBreakOrEnd(cursor.peek())) cursor.advance()
    chunks.push(cursor.slice(lineStart))
    end = cursor.position
    lineBreak = cursor.takeBreak()
    breaks = blockBreaks(cursor, indent)
    if (cursor.column !== indent || cursor.peek() === 0) break
    const nextIsText = cursor.peek() !== SPACE && cursor.peek() !== TAB
    if (!folded || lineBreak !== '\n' || !startsWithText || !nextIsText) chunks.push(lineBreak)
    else if (breaks.length === 0) chunks.push(' ')
  }
  if (chomping !== 'strip') chunks.push(lineBreak)
  if (chomping === 'keep') chunks.push(...breaks)
  const tail = chomping === 'keep' ? Math.max(end, cursor.position - cursor.column) : end
  return {
    kind: 'scalar',
    text: chunks.join(''),
    style: folded ? 'folded' : 'literal',
    start,
    end,
    tail,
  }
}
