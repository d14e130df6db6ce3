import type { Result } from '../contract/index.ts'
import { type PyValue, pyTruthy } from '../value/index.ts'
import { attempt, type RuntimeFault, raise } from './fault.ts'
import { dictOf, getOr, itemsOf, reprOf, startsWith } from './python.ts'
import type { LoadedSpec } from './types.ts'

/** The connector that a stage receives through and the one that it sends through. */
export interface StageSpecs {
  readonly input: LoadedSpec | null
  readonly output: LoadedSpec | null
}

const EMPTY: PyValue = new Map()
const orEmpty = (value: PyValue): PyValue => (pyTruthy(value) ? value : EMPTY)

function refuseSecond(kind: 'Fan-in' | 'Fan-out', key: PyValue): never {
  const direction = kind === 'Fan-in' ? 'inbound' : 'outbound'
  return raise(
    'ValueError',
    `${kind} (multiple ${direction} edges) is not supported: got a second ${direction} edge ${reprOf(key)} in addition to an already-resolved one.`,
  )
}

/**
 * Splits a stage's configuration into its input and its output (runtime: `resolve_stage_connector_specs`). Entries
 * without a name and keys with another prefix are skipped; a second inbound or outbound edge is a ValueError.
 */
export function resolveStageConnectorSpecs(config: PyValue): Result<StageSpecs, RuntimeFault> {
  return attempt(() => {
    let [input, output]: [LoadedSpec | null, LoadedSpec | null] = [null, null]
    for (const [key, entry] of itemsOf(config)) {
      const written = orEmpty(getOr(entry, 'spec', null))
      const name = getOr(written, 'name', null)
      if (!pyTruthy(name)) continue
      const spec = { name, extra: dictOf(orEmpty(getOr(written, 'extra', null))) }
      if (startsWith(key, 'from_stage_')) {
        if (input !== null) refuseSecond('Fan-in', key)
        input = spec
      } else if (startsWith(key, 'to_stage_')) {
        if (output !== null) refuseSecond('Fan-out', key)
        output = spec
      }
    }
    return { input, output }
  })
}
