import { describe, expect, it } from 'vitest'
import { engineInputsOf, Float, Tensor } from '../wire/index.ts'
import { dressed } from './dress.ts'

const tensor = new Tensor('uint8', [3], Uint8Array.of(1, 2, 3))
const ALONG = { from: '0', to: '1', last: true }

describe('what a flow sends', () => {
  it('is the envelope of the orchestrator, its time a float as in Python', () => {
    expect(dressed(tensor, 'envelope', ALONG)).toEqual({
      engine_inputs: tensor,
      sampling_params: expect.objectContaining({ max_tokens: 2048 }),
      metadata: { original_prompt: '', stage_transition: '0->1', timestamp: expect.any(Float) },
    })
  })

  it('is not put into an envelope twice', () => {
    const nested = { engine_inputs: { hidden: tensor }, sampling_params: null, metadata: {} }
    expect(engineInputsOf(dressed(nested, 'envelope', ALONG))).toEqual({ hidden: tensor })
  })

  it('says with the last chunk, and only then, that the request is finished', () => {
    const finished = (value: number) => ({ finished: new Tensor('bool', [1], Uint8Array.of(value)) })
    const chunk = { codes: { audio: tensor } }
    expect(dressed(tensor, 'chunk', { ...ALONG, last: false })).toEqual({ ...chunk, meta: finished(0) })
    expect(dressed(tensor, 'chunk', ALONG)).toEqual({ ...chunk, meta: finished(1) })
  })
})
