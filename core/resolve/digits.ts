/** First and last code point of the characters that are digits to Python but not decimal ones (Unicode 14). */
const OTHER_DIGITS: readonly (readonly [number, number])[] = [
  [0xb2, 0xb3],
  [0xb9, 0xb9],
  [0x1369, 0x1371],
  [0x19da, 0x19da],
  [0x2070, 0x2070],
  [0x2074, 0x2079],
  [0x2080, 0x2089],
  [0x2460, 0x2468],
  [0x2474, 0x247c],
  [0x2488, 0x2490],
  [0x24ea, 0x24ea],
  [0x24f5, 0x24fd],
  [0x24ff, 0x24ff],
  [0x2776, 0x277e],
  [0x2780, 0x2788],
  [0x278a, 0x2792],
  [0x10a40, 0x10a43],
  [0x10e60, 0x10e68],
  [0x11052, 0x1105a],
  [0x1f100, 0x1f10a],
]

function isDigitCharacter(char: string): boolean {
  if (/^\p{Nd}$/u.test(char)) return true
  const code = char.codePointAt(0) ?? 0
  return OTHER_DIGITS.some(([first, last]) => first <= code && code <= last)
}

/** Python's `text.isdigit()`: superscripts and circled digits count, though `int()` refuses them. */
export const isDigits = (text: string): boolean => {
  if (/^[0-9]+$/.test(text)) return true
  return text !== '' && [...text].every(isDigitCharacter)
}

/** Python's order of texts: by code point, where JavaScript goes by UTF-16 unit. */
export function compareText(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
