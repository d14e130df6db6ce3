import type { BenchPhase, EdgeFigures } from './types.ts'

/** A transfer under the names of the runtime's own transfer records. Times in milliseconds. */
export interface RuntimeRecord {
  /** From the start of encoding to the end of `put`. */
  readonly tx_time_ms: number
  /** From the end of `put` until the receiver knows. */
  readonly in_flight_time_ms: number
  /** From there until the payload is read and decoded. */
  readonly rx_decode_time_ms: number
  /** In units of 1024 bytes. */
  readonly size_kbytes: number
}

/** Figures under the runtime's names; each time is the sum of the medians of the phases that it covers. */
export const runtimeRecord = ({ phases, sizeBytes }: EdgeFigures): RuntimeRecord => {
  const millis = (...names: readonly BenchPhase[]): number =>
    names.reduce((sum, name) => sum + phases[name].p50, 0) / 1000
  return {
    tx_time_ms: millis('encode', 'put'),
    in_flight_time_ms: millis('notify'),
    rx_decode_time_ms: millis('get', 'decode'),
    size_kbytes: sizeBytes / 1024,
  }
}

export const RUNTIME_NAMES = [
  'tx_time_ms',
  'in_flight_time_ms',
  'rx_decode_time_ms',
  'size_kbytes',
] as const satisfies readonly (keyof RuntimeRecord)[]
