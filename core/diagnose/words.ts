/** Edits (insert, delete, replace, swap neighbours) that turn one word into the other, counted up to `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next: number[] = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(
        (row[j] ?? limit) + 1,
        (next[j - 1] ?? limit) + 1,
        (row[j - 1] ?? limit) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? limit) + 1)
      next.push(cost)
    }
    if (Math.min(...next) > limit) return limit + 1
    before = row
    row = next
  }
  return row[b.length] ?? limit + 1
}

/** Slips that a word of this length may hold and still be meant: none in short words, at most two. */
const slipsIn = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2)

/** One bit for each letter of a word, by the end of its code. */
function lettersOf(word: string): number {
  let letters = 0
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31)
  return letters
}

function bitsIn(number: number): number {
  let count = 0
  for (let rest = number; rest !== 0; rest &= rest - 1) count += 1
  return count
}

/** True when the words have too many letters that the other has not: an edit takes one and brings one. */
const differInLetters = (a: number, b: number, limit: number): boolean => bitsIn(a ^ b) > 2 * limit

/** The candidate that `word` was probably meant to be; null when none is near. Case counts as one slip. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  let best: { readonly candidate: string; readonly distance: number } | null = null
  const lower = word.toLowerCase()
  const letters = lettersOf(word)
  for (const candidate of candidates) {
    if (candidate === word) continue
    const limit = slipsIn(word.length < candidate.length ? word : candidate)
    if (Math.abs(word.length - candidate.length) > limit) continue
    const inCase = candidate.toLowerCase() === lower
    if (!inCase && (limit === 0 || differInLetters(letters, lettersOf(candidate), limit))) continue
    const distance = inCase ? 1 : editDistance(word, candidate, limit)
    if (distance > Math.max(limit, 1)) continue
    if (best === null || distance < best.distance) best = { candidate, distance }
  }
  return best?.candidate ?? null
}

/** As {@link nearest}, also for names that share most of their words (`shm` and `shm_connector`). */
export const nearestLabel = (word: string, labels: readonly string[]): string | null =>
  nearest(word, labels) ??
  onlyOne(labels.filter(label => label !== '' && (label.startsWith(word) || word.startsWith(label))))

const onlyOne = (items: readonly string[]): string | null => (items.length === 1 ? (items[0] ?? null) : null)

/** `a`, `a and b`, `a, b and c`; a long list is cut. */
export function listWords(items: readonly string[], most = 8): string {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : [...items]
  const last = shown.pop()
  if (last === undefined) return 'none'
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}

/** `1 stage`, `2 stages`. */
export const countWords = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** `Stage 0`, `Stages 0 and 1`: the beginning of a sentence. */
export const stageWords = (ids: readonly string[]): string =>
  `Stage${ids.length === 1 ? '' : 's'} ${listWords(ids)}`

const group = new Intl.NumberFormat('en-US')

/** A whole number with its thousands set apart: `4,294,967,296`. */
export const wholeNumber = (value: number | bigint): string => group.format(value)

/** A text from the file, quoted and cut where it is long. */
export const quote = (text: string): string => (text.length > 60 ? `“${text.slice(0, 57)}…”` : `“${text}”`)

/** A sentence as it goes on after a colon. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** A phrase as it begins a sentence. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
