import {
  codes,
  isBreakOrEnd,
  isDigit,
  isHexDigit,
  isSeparator,
  isWordCode,
  nameCharacter,
  SPACE,
} from './characters.ts'
import type { Cursor } from './cursor.ts'
import { skipComment } from './scan-scalars.ts'
import type { DirectiveToken, NameToken, TagToken } from './tokens.ts'

const BANG = 0x21
const PERCENT = 0x25
const AFTER_NAME = codes('?:,]}%@`')
const URI_MARKS = codes("-;/?:@&=+$,_.!~*'()[]%")

function takeWord(cursor: Cursor, what: string): string {
  const start = cursor.position
  while (isWordCode(cursor.peek())) cursor.advance()
  if (cursor.position === start)
    cursor.fail(
      `${what} needs a name of letters, digits, “-” and “_”, not ${nameCharacter(cursor.text, start)}; quote the text if it is none`,
      start - 1,
    )
  return cursor.slice(start)
}

/** `&name` or `*name`. */
export function scanName(cursor: Cursor): NameToken {
  const start = cursor.position
  const kind = cursor.text.charAt(start) === '*' ? 'alias' : 'anchor'
  cursor.advance()
  const name = takeWord(cursor, kind === 'alias' ? 'An alias (“*”)' : 'An anchor (“&”)')
  const next = cursor.peek()
  if (!isSeparator(next) && !AFTER_NAME.has(next))
    cursor.fail(
      `${nameCharacter(cursor.text, cursor.position)} can't stand in an ${kind}'s name; use letters, digits, “-” and “_”, or quote the text`,
    )
  return { kind, name, start, end: cursor.position }
}

function uriEscapes(cursor: Cursor): string {
  const start = cursor.position
  const bytes: number[] = []
  while (cursor.peek() === PERCENT) {
    if (!isHexDigit(cursor.peek(1)) || !isHexDigit(cursor.peek(2)))
      cursor.fail('“%” in a tag needs two hexadecimal digits after it')
    bytes.push(Number.parseInt(cursor.slice(cursor.position + 1, cursor.position + 3), 16))
    cursor.advance(3)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return cursor.fail('these escapes in a tag are no UTF-8', start, cursor.position)
  }
}

function tagUri(cursor: Cursor): string {
  let uri = ''
  while (true) {
    const code = cursor.peek()
    if (code === PERCENT) uri += uriEscapes(cursor)
    else if (isWordCode(code) || URI_MARKS.has(code)) {
      uri += String.fromCharCode(code)
      cursor.advance()
    } else break
  }
  if (uri === '') cursor.fail('a tag (“!”) needs a name after it; quote the text if it is none')
  return uri
}

function tagHandle(cursor: Cursor): string {
  const start = cursor.position
  if (cursor.peek() !== BANG) cursor.fail('a tag handle begins with “!”')
  cursor.advance()
  if (cursor.peek() !== SPACE) {
    while (isWordCode(cursor.peek())) cursor.advance()
    if (cursor.peek() !== BANG) cursor.fail('a tag handle ends with “!”, as in “!name!”', start)
    cursor.advance()
  }
  return cursor.slice(start)
}

function hasSecondBang(cursor: Cursor): boolean {
  for (let distance = 1; ; distance += 1) {
    const code = cursor.peek(distance)
    if (code === BANG) return true
    if (code === SPACE || isBreakOrEnd(code)) return false
  }
}

/** `!`, `!name`, `!!name`, `!handle!name` or `!<uri>`. */
export function scanTag(cursor: Cursor): TagToken {
  const start = cursor.position
  const next = cursor.peek(1)
  let handle: string | null = null
  let suffix = '!'
  if (next === 0x3c) {
    cursor.advance(2)
    suffix = tagUri(cursor)
    if (cursor.peek() !== 0x3e) cursor.fail('a verbatim tag “!<…>” must end with “>”', start)
    cursor.advance()
  } else if (isSeparator(next)) {
    cursor.advance()
  } else {
    handle = '!'
    if (hasSecondBang(cursor)) handle = tagHandle(cursor)
    else cursor.advance()
    suffix = tagUri(cursor)
  }
  if (cursor.peek() !== SPACE && !isBreakOrEnd(cursor.peek()))
    cursor.fail(`a blank must follow a tag, not ${nameCharacter(cursor.text, cursor.position)}`)
  return { kind: 'tag', handle, suffix, start, end: cursor.position }
}

function skipSpaces(cursor: Cursor): void {
  while (cursor.peek() === SPACE) cursor.advance()
}

function versionNumber(cursor: Cursor): string {
  const start = cursor.position
  while (isDigit(cursor.peek())) cursor.advance()
  if (cursor.position === start) cursor.fail('“%YAML” needs a version such as 1.1')
  return cursor.slice(start)
}

function directiveValues(cursor: Cursor, name: string): readonly string[] {
  if (name === 'YAML') {
    skipSpaces(cursor)
    const major = versionNumber(cursor)
    if (cursor.peek() !== 0x2e) cursor.fail('“%YAML” needs a version such as 1.1')
    cursor.advance()
    return [major, versionNumber(cursor)]
  }
  if (name === 'TAG') {
    skipSpaces(cursor)
    const handle = tagHandle(cursor)
    if (cursor.peek() !== SPACE) cursor.fail('“%TAG” needs a blank between handle and prefix')
    skipSpaces(cursor)
    return [handle, tagUri(cursor)]
  }
  while (!isBreakOrEnd(cursor.peek())) cursor.advance()
  return []
}

/** A `%` line before the document. */
export function scanDirective(cursor: Cursor): DirectiveToken {
  const start = cursor.position
  cursor.advance()
  const name = takeWord(cursor, 'A directive (“%”)')
  const next = cursor.peek()
  if (next !== SPACE && !isBreakOrEnd(next))
    cursor.fail('a line that begins with “%” is a directive; quote the text if it is none', start)
  const values = directiveValues(cursor, name)
  const end = cursor.position
  if (cursor.peek() === SPACE) skipComment(cursor)
  if (!isBreakOrEnd(cursor.peek())) cursor.fail('only a comment may follow a directive on its line')
  cursor.takeBreak()
  return { kind: 'directive', name, values, start, end }
}
