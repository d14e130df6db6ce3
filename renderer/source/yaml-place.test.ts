import { describe, expect, it } from 'vitest'
import { yamlPlace } from './yaml-place.ts'

const at = (text: string) => yamlPlace(text.slice(0, text.indexOf('|')))

describe('yamlPlace', () => {
  it('is at the root for a first key', () => {
    expect(at('asy|')).toEqual({ parent: [], key: null })
    expect(at('async_chunk: false\nsta|')).toEqual({ parent: [], key: null })
  })

  it('knows the item of a list that an entry belongs to', () => {
    expect(at('stages:\n  - stage_id: 0\n  - stage_id: 1\n    dev|')).toEqual({
      parent: ['stages', 1],
      key: null,
    })
    expect(at('stages:\n- stage_id: 0\n  dev|')).toEqual({ parent: ['stages', 0], key: null })
    expect(at('stages:\n  - |')).toEqual({ parent: ['stages', 0], key: null })
  })

  it('climbs through nested mappings, blank lines and comments', () => {
    const text = `connectors:
  mooncake:
    name: MooncakeTransferEngineConnector
    # ports
    extra:

      host: auto
      zmq|`
    expect(at(text)).toEqual({ parent: ['connectors', 'mooncake', 'extra'], key: null })
  })

  it('tells a value from a key', () => {
    expect(at('connectors:\n  a:\n    name: Moon|')).toEqual({ parent: ['connectors', 'a'], key: 'name' })
    expect(at('stages:\n  - stage_id: 0\n    output_connectors:\n      to_stage_1: |')).toEqual({
      parent: ['stages', 0, 'output_connectors'],
      key: 'to_stage_1',
    })
  })

  it('goes by the cursor’s own column on an empty line', () => {
    expect(at('stages:\n  - stage_id: 0\n    devices: "0"\n  |')).toEqual({ parent: ['stages'], key: null })
    expect(at('runtime:\n  connectors:\n    a:\n      name: X\n|')).toEqual({ parent: [], key: null })
  })

  it('gives up inside comments and flow collections', () => {
    expect(at('a: 1 # com|')).toBeNull()
    expect(at('edges:\n  - {from: 0, t|')).toBeNull()
  })
})
