import { describe, expect, it } from 'vitest'
import { keysAsked } from './kv-keys.ts'

const asked = (fromTp: number, toTp: number, companions = 0) =>
  keysAsked('0', '1', { fromTp, toTp, companions })

describe('the keys that a receiver asks for', () => {
  it('name the edge where both ends have one rank', () => {
    expect(asked(1, 1)).toEqual(['omni_0_to_1_kv_cache_{request_id}'])
  })
  it('name both ranks otherwise: all sources of a coarser receiver, the one of a finer', () => {
    expect(asked(4, 2)).toEqual(['0_0', '1_0', '2_1', '3_1'].map(ranks => `{request_id}_0_0_${ranks}`))
    expect(asked(1, 2)).toEqual(['0_0', '0_1'].map(ranks => `{request_id}_0_0_${ranks}`))
  })
  it('are asked for each companion as well, under its own request id', () => {
    const open = '{request_id}'
    expect(asked(1, 1, 2)).toEqual(
      [open, `${open}__companion_1`, `${open}__companion_2`].map(id => `omni_0_to_1_kv_cache_${id}`),
    )
    expect(asked(2, 1, 1)).toHaveLength(4)
  })
  it('are none where the sizes do not divide', () => {
    expect(asked(4, 3)).toEqual([])
  })
})
