import { describe, expect, it } from 'vitest'
import { ownSetting, withSettings } from './by-id.ts'

describe('settings of single stages and edges', () => {
  it('are their own only, whatever an edge is called', () => {
    expect(ownSetting(undefined, '0->1')).toBeUndefined()
    expect(ownSetting({}, 'constructor')).toBeUndefined()
    expect(ownSetting({ '0->1': 5 }, '0->1')).toBe(5)
  })
  it('are set and taken back, several at once', () => {
    const both = withSettings({ '0->1': 5 }, [['1->2', 6400]])
    expect(both).toEqual({ '0->1': 5, '1->2': 6400 })
    expect(withSettings(both, [['0->1', undefined]])).toEqual({ '1->2': 6400 })
    expect(
      withSettings(both, [
        ['0->1', undefined],
        ['1->2', undefined],
      ]),
    ).toBeUndefined()
  })
})
