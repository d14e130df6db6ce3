import { engineInputsOf, envelopeOf, type PayloadValue, Tensor } from '../wire/index.ts'

/** In what a flow's payloads travel: the orchestrator's envelope, or the map of an async chunk. */
export type Dress = 'envelope' | 'chunk'

export interface DressedFor {
  readonly from: string
  readonly to: string
  /** Whether this is the last chunk of its request. */
  readonly last: boolean
}

/** A payload as the runtime would put it when it forwards a request. */
export function dressed(value: PayloadValue, dress: Dress, { from, to, last }: DressedFor): PayloadValue {
  const content = engineInputsOf(value) ?? value
  if (dress === 'chunk') return { codes: { audio: content }, meta: { finished: flag(last) } }
  return envelopeOf({
    from,
    to,
    engineInputs: content,
    samplingParams: SAMPLING,
    prompt: '',
    timestamp: Date.now() / 1000,
  })
}

const SAMPLING = { temperature: 0.4, top_p: 0.9, max_tokens: 2048, seed: 42 }

/** `meta.finished` is a tensor of one element. */
const flag = (value: boolean): Tensor => new Tensor('bool', [1], Uint8Array.of(value ? 1 : 0))
