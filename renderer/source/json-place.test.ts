import { describe, expect, it } from 'vitest'
import { jsonPlace } from './json-place.ts'

const at = (text: string) => jsonPlace(text.slice(0, text.indexOf('|')))

describe('jsonPlace', () => {
  it('tells keys from values, and the item of a list', () => {
    expect(at('{"asy|')).toEqual({ parent: [], key: null, quoted: true })
    expect(at('{"stages": [{"stage_id": 0}, {"dev|')).toEqual({
      parent: ['stages', 1],
      key: null,
      quoted: true,
    })
    expect(at('{"connectors": {"a": {"name": "Sha|')).toEqual({
      parent: ['connectors', 'a'],
      key: 'name',
      quoted: true,
    })
    expect(at('{"async_chunk": |')).toEqual({ parent: [], key: 'async_chunk', quoted: false })
    expect(at('{"a": 1, |')).toEqual({ parent: [], key: null, quoted: false })
  })

  it('is not misled by brackets and quotes inside strings', () => {
    expect(at('{"a": "}{[\\"", "b|')).toEqual({ parent: [], key: null, quoted: true })
  })

  it('offers nothing outside of a mapping', () => {
    expect(at('[1, |')).toBeNull()
    expect(at('|')).toBeNull()
  })
})
