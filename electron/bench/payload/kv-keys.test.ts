import { describe, expect, it } from 'vitest'
import { keysAsked } from './kv-keys.ts'

const asked = (fromTp: number, toTp: number) => keysAsked('0', '1', { fromTp, toTp })

describe('the keys that a receiver asks for', () => {
  it('name the edge where both ends have one rank', () => {
    expect(asked(1, 1)).toEqual(['omni_0_to_1_kv_cache_{request_id}'])
  })
  it('name both ranks otherwise: all sources of a coarser receiver, the one of a finer', () => {
    expect(asked(4, 2)).toEqual(['0_0', '1_0', '2_1', '3_1'].map(ranks => `{request_id}_0_0_${ranks}`))
    expect(asked(1, 2)).toEqual(['0_0', '0_1'].map(ranks => `{request_id}_0_0_${ranks}`))
  })
  it('are none where the sizes do not divide', () => {
    expect(asked(4, 3)).toEqual([])
  })
})
