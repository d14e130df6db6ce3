/** Character classes of YAML 1.1 as PyYAML draws them. Codes are UTF-16; 0 stands for the end of the text. */

export const TAB = 0x09
export const LF = 0x0a
export const CR = 0x0d
export const SPACE = 0x20
export const BOM = 0xfeff

export const isBreak = (code: number): boolean =>
  code === LF || code === CR || code === 0x85 || code === 0x2028 || code === 0x2029

export const isBreakOrEnd = (code: number): boolean => code === 0 || isBreak(code)

/** A blank, a line break or the end: what must follow `-`, `?` and `:` in block context. */
export const isSeparator = (code: number): boolean => code === SPACE || code === TAB || isBreakOrEnd(code)

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

export const isHexDigit = (code: number): boolean =>
  isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66)

/** Letters, digits, `-` and `_`: the alphabet of anchors, directives and tag handles. */
export const isWordCode = (code: number): boolean =>
  isDigit(code) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x2d ||
  code === 0x5f

export const isFlowIndicator = (code: number): boolean =>
  code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d

export const codes = (chars: string): ReadonlySet<number> =>
  new Set(Array.from(chars, char => char.charCodeAt(0)))

const UNPRINTABLE = /[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd]/
const SURROGATES = /[\ud800-\udbff][\udc00-\udfff]|[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd]/g

/** Offset of the first character that YAML 1.1 forbids in a text, or -1. */
export function findUnprintable(text: string): number {
  if (!UNPRINTABLE.test(text)) return -1
  for (const match of text.matchAll(SURROGATES)) if (match[0].length === 1) return match.index
  return -1
}

/** How messages name a character. */
export function nameCharacter(text: string, offset: number): string {
  const code = text.codePointAt(offset)
  if (code === undefined) return 'the end of the text'
  if (code === TAB) return 'a tab'
  if (code === SPACE) return 'a blank'
  if (code < 0x80 && isBreak(code)) return 'the end of the line'
  if (code < SPACE || code === 0x7f || (code >= 0x80 && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff))
    return `the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return `“${String.fromCodePoint(code)}”`
}

/** A piece of the user's text in a message, cut to a length that a problem list can show. */
export const excerpt = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59)}…`)
