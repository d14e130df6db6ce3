import { describe, expect, it } from 'vitest'
import type { EffectiveStage } from '../../core/contract/effective.ts'
import { nodeAt, parseDocument } from '../../core/document/index.ts'
import { fieldsFor } from '../../core/schema/index.ts'
import { fromPlain } from '../../core/value/index.ts'
import { formFields, isOffered, isShown, passedThrough, sourceText } from './form-model.ts'

const document = parseDocument(`stages:
  - stage_id: 0
    devices: "0"
    my_flag: true
    env:
      A: "1"   # why
      B: "2"
    omni_kv_config:
      need_send_cache: true
      oddity: 1
`)
const base = ['stages', 0]
const infos = fieldsFor('stage', 'deploy', '2026-07')
const effective: EffectiveStage = {
  id: '0',
  fields: [
    {
      key: 'omni_kv_config',
      value: fromPlain({ need_send_cache: true, recv_timeout: 30 }),
      source: { provenance: 'base', file: 'base.yaml', path: [], range: null },
      hidden: [],
    },
  ],
}
const field = (key: string) => {
  const found = formFields(document, base, infos, effective).find(item => item.info.path.join('.') === key)
  if (found === undefined) throw new Error(`no field ${key}`)
  return found
}

describe('the form of a mapping', () => {
  it('reads what is written and what the layers give, also inside nested settings', () => {
    expect(field('devices').node?.value).toBe('0')
    expect(field('omni_kv_config.recv_timeout')).toMatchObject({ node: null, resolved: 30 })
    expect(field('tensor_parallel_size')).toMatchObject({ node: null, resolved: undefined, effective: null })
  })

  it('shows what is written or common, and offers the rest that fits the kind', () => {
    const filter = { engine: 'llm', wanted: [] } as const
    expect(isShown(field('env'), filter)).toBe(true)
    expect(isShown(field('gpu_memory_utilization'), filter)).toBe(true)
    expect(isShown(field('engine_extras'), filter)).toBe(false)
    expect(isOffered(field('engine_extras'), filter)).toBe(true)
    expect(isOffered(field('parallel_config.ring_degree'), filter)).toBe(false)
    expect(isOffered(field('parallel_config.ring_degree'), { ...filter, engine: 'diffusion' })).toBe(true)
    expect(isShown(field('engine_extras'), { ...filter, wanted: [[...base, 'engine_extras']] })).toBe(true)
  })

  it('finds the keys that nobody knows, at any depth', () => {
    expect(passedThrough(document, base, infos).first.map(item => item.key)).toEqual([
      'my_flag',
      'omni_kv_config.oddity',
    ])
  })

  it('counts keys beyond those that a list shows without looking at their values', () => {
    let looked = 0
    const large = parseDocument(Array.from({ length: 3000 }, (_, index) => `key${index}: 1\n`).join(''))
    const entries = large.root?.kind === 'map' ? large.root.entries : []
    for (const entry of entries) {
      const { node } = entry
      Object.defineProperty(entry, 'node', {
        get() {
          looked += 1
          return node
        },
      })
    }
    const { first, count } = passedThrough(large, [], infos)
    expect([first.length, count, looked]).toEqual([200, 3000, 200])
  })

  it('takes a nested value out of its indentation with its comments', () => {
    const node = nodeAt(document, [...base, 'env'])
    expect(node === null ? null : sourceText(document, node)).toBe('A: "1"   # why\nB: "2"')
  })
})
