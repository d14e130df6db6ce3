import { Float, type PayloadValue } from './value.ts'

export interface Envelope {
  readonly from: string
  readonly to: string
  readonly engineInputs: PayloadValue
  readonly samplingParams?: PayloadValue
  readonly prompt?: PayloadValue
  /** Seconds since 1970, as Python's `time.time()` gives them. */
  readonly timestamp: number
}

/** The map that the orchestrator puts when it forwards a request from stage to stage. */
export const envelopeOf = (envelope: Envelope): PayloadValue => ({
  engine_inputs: envelope.engineInputs,
  sampling_params: envelope.samplingParams ?? null,
  metadata: {
    original_prompt: envelope.prompt ?? null,
    stage_transition: `${envelope.from}->${envelope.to}`,
    timestamp: new Float(envelope.timestamp),
  },
})

/** What the receiver takes out of it; null when the payload is empty or no envelope. */
export function engineInputsOf(value: PayloadValue): PayloadValue | null {
  if (value instanceof Map) return value.get('engine_inputs') ?? null
  if (typeof value !== 'object' || value === null || !('engine_inputs' in value)) return null
  return value.engine_inputs ?? null
}
