import { mapLines, type TextStyle } from '../document/splice/index.ts'
import type { Piece } from './pieces.ts'

/** Two blanks and quotes as most files have them: what is written anew inside moved lines. */
const PLAIN: TextStyle = {
  json: false,
  lineBreak: '\n',
  step: 2,
  dashOffset: 2,
  quote: '"',
  colon: ': ',
  comma: ', ',
}

const indented = (lines: readonly string[], blanks: number): readonly string[] =>
  lines.map(line => (line === '' ? '' : ' '.repeat(blanks) + line))

/** The piece's lines at column 0, what stands above it included. */
export const linesOf = (piece: Piece): readonly string[] => [
  ...piece.head,
  ...(piece.lines ?? mapLines(new Map([[piece.key, piece.value]]), 0, PLAIN).split('\n')),
]

/** `key:` with pieces below it, at column 0. */
export function nested(
  key: string,
  opening: string | null,
  pieces: readonly Piece[],
  tail: readonly string[],
): readonly string[] {
  if (pieces.length === 0) return [`${key}: {}`, ...indented(tail, 2)]
  const head = opening === null ? `${key}:` : `${key}:  ${opening}`
  return [head, ...indented([...pieces.flatMap(linesOf), ...tail], 2)]
}

/** An item of a list with its dash at column 0, below `head`. */
export function itemLines(
  head: readonly string[],
  pieces: readonly Piece[],
  tail: readonly string[],
): readonly string[] {
  const [first, ...rest] = pieces
  if (first === undefined) return [...head, '- {}']
  const [line = '', ...more] = linesOf({ ...first, head: [] })
  return [
    ...joined(head, first.head),
    `- ${line}`,
    ...indented([...more, ...rest.flatMap(linesOf), ...tail], 2),
  ]
}

const isBlank = (line: string | undefined): boolean => line !== undefined && line.trim() === ''

/** One stretch of blank lines and comments below another, without the blank lines that then stand twice. */
export function joined(upper: readonly string[], lower: readonly string[]): readonly string[] {
  if (upper.length === 0) return lower
  return isBlank(upper.at(-1)) || upper.every(isBlank)
    ? [
        ...upper,
        ...lower.slice(
          lower.findIndex(line => !isBlank(line)) < 0
            ? lower.length
            : lower.findIndex(line => !isBlank(line)),
        ),
      ]
    : [...upper, ...lower]
}
