import { defaultFilter } from 'cmdk'

export interface PaletteEntry {
  /** Tells it from all others. */
  readonly id: string
  readonly label: string
  readonly keywords: readonly string[]
  /** Shown at the end of the line: keys or a place. */
  readonly hint: { readonly kind: 'keys' | 'path'; readonly text: string } | null
  readonly run: () => void
}

export interface PaletteGroup {
  readonly heading: string
  readonly entries: readonly PaletteEntry[]
}

/** A longer list is no help; more words bring up what is missing. */
const MOST = 200

const atMost = (group: PaletteGroup): PaletteGroup =>
  group.entries.length > MOST ? { ...group, entries: group.entries.slice(0, MOST) } : group

/**
 * What fits the words that were typed: the best entry of each group first, and the group with the best entry at the
 * top, since that is the one that Enter takes. Without words everything stands as it is.
 */
export function rankGroups(groups: readonly PaletteGroup[], words: string): readonly PaletteGroup[] {
  if (words.trim() === '') return groups.map(atMost)
  const ranked = groups.flatMap(({ heading, entries }) => {
    const fitting = entries
      .map(entry => ({ entry, score: scoreOf(entry, words) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
    const best = fitting[0]?.score
    return best === undefined ? [] : [{ heading, best, entries: fitting.map(({ entry }) => entry) }]
  })
  return ranked.sort((a, b) => b.best - a.best).map(atMost)
}

/** A name outdoes a keyword that happens to hold the letters. */
const scoreOf = ({ label, keywords }: PaletteEntry, words: string): number =>
  Math.max(defaultFilter(label, words), KEYWORD_WEIGHT * defaultFilter(label, words, [...keywords]))

const KEYWORD_WEIGHT = 0.5
