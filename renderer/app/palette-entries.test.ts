import { describe, expect, it } from 'vitest'
import { type PaletteEntry, rankGroups } from './palette-entries.ts'

const entry = (label: string, ...keywords: string[]): PaletteEntry => ({
  id: label,
  label,
  keywords,
  hint: null,
  run: () => {},
})

const GROUPS = [
  {
    heading: 'Graph',
    entries: [entry('Add a generation stage', 'vocoder', 'code2wav'), entry('Zoom to fit'), entry('Zoom in')],
  },
  { heading: 'Go to', entries: [entry('Stage 1 talker'), entry('Stage 2 code2wav')] },
]

const found = (words: string) =>
  rankGroups(GROUPS, words).map(({ heading, entries }) => [heading, ...entries.map(({ label }) => label)])

describe('rankGroups', () => {
  it('leaves everything in its order without words', () => {
    expect(rankGroups(GROUPS, ' ')).toEqual(GROUPS)
  })

  it('puts the group with the best entry at the top', () => {
    expect(found('Stage 2')[0]).toEqual(['Go to', 'Stage 2 code2wav'])
    expect(found('zoom in')[0]).toEqual(['Graph', 'Zoom in'])
  })

  it('shows the beginning of a long list, and finds the rest by its words', () => {
    const many = [
      { heading: 'Go to', entries: Array.from({ length: 900 }, (_, index) => entry(`Stage ${index}`)) },
    ]
    expect(rankGroups(many, '')[0]?.entries).toHaveLength(200)
    expect(rankGroups(many, 'Stage 871')[0]?.entries[0]?.label).toBe('Stage 871')
  })

  it('finds by keywords and by first letters, and leaves out what does not fit', () => {
    expect(found('vocoder')).toEqual([['Graph', 'Add a generation stage']])
    expect(found('ztf')[0]?.[1]).toBe('Zoom to fit')
    expect(found('nothing of the kind')).toEqual([])
  })
})
