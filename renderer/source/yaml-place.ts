import type { Path } from '../../core/document/types.ts'

/** Where the cursor stands, told from the text before it, so that it is known while the text can't be read. */
export interface CursorPlace {
  /** Path of the mapping or list that the cursor's entry is in. */
  readonly parent: Path
  /** The key whose value is being written; null while a key is. */
  readonly key: string | null
}

interface Line {
  readonly blank: boolean
  /** Columns of the dashes that begin list items. */
  readonly dashes: readonly number[]
  /** Column of the first character after blanks and dashes. */
  readonly column: number
  readonly key: string | null
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#"'{}[\],&*!|>%@`][^:#]*?))\s*:(?:\s|$)/

function readLine(text: string): Line {
  const dashes: number[] = []
  let column = 0
  for (;;) {
    while (text[column] === ' ') column += 1
    if (text[column] !== '-' || !(text[column + 1] === ' ' || column + 1 >= text.length)) break
    dashes.push(column)
    column += 1
  }
  const rest = text.slice(column)
  const match = KEY.exec(rest)
  return {
    blank: rest.trim() === '' ? dashes.length === 0 : rest.startsWith('#'),
    dashes,
    column,
    key: match === null ? null : (match[1] ?? match[2] ?? match[3] ?? null),
  }
}

/** Which item of its list the dash at `column` of line `at` begins. */
function itemIndex(lines: readonly Line[], at: number, column: number): number {
  let index = 0
  for (let above = at - 1; above >= 0; above -= 1) {
    const line = lines[above]
    if (line === undefined || line.blank) continue
    if (line.dashes.includes(column)) index += 1
    else if ((line.dashes[0] ?? line.column) <= column) break
  }
  return index
}

/** The path of what holds entries at `column`, seen from line `at` upwards. */
function pathAbove(lines: readonly Line[], at: number, column: number): Path {
  const path: (string | number)[] = []
  let limit = column
  let inList = false
  for (let number = at; number >= 0; number -= 1) {
    const line = lines[number]
    if (line === undefined || line.blank) continue
    const holdsKey = line.column < limit || (inList && line.column === limit && line.dashes.length === 0)
    if (number < at && line.key !== null && holdsKey) {
      path.unshift(line.key)
      limit = line.column
      inList = false
    }
    for (const dash of [...line.dashes].reverse()) {
      if (dash >= limit) continue
      path.unshift(itemIndex(lines, number, dash))
      limit = dash
      inList = true
    }
    if (limit === 0 && !inList) break
  }
  return path
}

/**
 * The place of a cursor after `before`, the text up to it. Null inside a comment or a flow collection, where
 * indentation tells nothing.
 */
export function yamlPlace(before: string): CursorPlace | null {
  const texts = before.split('\n')
  const current = texts.at(-1) ?? ''
  if (/(^|\s)#/.test(current) || /[{[][^}\]]*$/.test(current)) return null
  const lines = texts.map(readLine)
  const at = lines.length - 1
  const line = lines[at]
  if (line === undefined) return null
  return { parent: pathAbove(lines, at, line.column), key: line.key }
}
