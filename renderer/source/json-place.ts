import type { CursorPlace } from './yaml-place.ts'

type Frame =
  | { readonly kind: 'map'; key: string | null; inValue: boolean }
  | { readonly kind: 'list'; index: number }

/** Reads a string from its opening quote on; `end` is null when the text ends inside it. */
function readString(text: string, start: number): { readonly value: string; readonly end: number | null } {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return { value: text.slice(start + 1, at), end: at + 1 }
  }
  return { value: text.slice(start + 1), end: null }
}

/** The place of a cursor after `before` in a JSON text, told from the brackets that are open there. */
export function jsonPlace(before: string): (CursorPlace & { readonly quoted: boolean }) | null {
  const frames: Frame[] = []
  let quoted = false
  for (let at = 0; at < before.length; at += 1) {
    const top = frames.at(-1)
    const character = before[at]
    if (character === '"') {
      const { value, end } = readString(before, at)
      if (end === null) {
        quoted = true
        break
      }
      if (top?.kind === 'map' && !top.inValue) top.key = value
      at = end - 1
    } else if (character === '{') frames.push({ kind: 'map', key: null, inValue: false })
    else if (character === '[') frames.push({ kind: 'list', index: 0 })
    else if (character === '}' || character === ']') frames.pop()
    else if (character === ':' && top?.kind === 'map') top.inValue = true
    else if (character === ',' && top?.kind === 'list') top.index += 1
    else if (character === ',' && top?.kind === 'map') {
      top.key = null
      top.inValue = false
    }
  }
  const innermost = frames.at(-1)
  if (innermost?.kind !== 'map') return null
  const parent = frames.slice(0, -1).map(frame => (frame.kind === 'list' ? frame.index : (frame.key ?? '')))
  return { parent, key: innermost.inValue ? innermost.key : null, quoted }
}
