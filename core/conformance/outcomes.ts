import type { Result } from '../contract/index.ts'
import type {
  CreatedConnector,
  Initialized,
  OmniKvConfig,
  RuntimeFault,
  RuntimeSpec,
  StageSpecs,
  TransferConfig,
} from '../resolve/index.ts'
import type { PyDict, PyValue } from '../value/index.ts'
import { compareValues, type Mismatch, remark } from './differences.ts'
import { recordedText } from './notation.ts'
import { listOf, member } from './record.ts'

/** What the library gave, as data. */
export type Outcome = Result<PyValue, RuntimeFault>

/** The factory of the records: it takes any name and never fails. */
export const recordingFactory = (spec: RuntimeSpec) => ({ ok: true, value: spec }) as const

const dict = (entries: Readonly<Record<string, PyValue>>): PyDict => new Map(Object.entries(entries))

export const mapOutcome = <T>(result: Result<T, RuntimeFault>, shape: (value: T) => PyValue): Outcome =>
  result.ok ? { ok: true, value: shape(result.value) } : result

export const loadedData = (config: TransferConfig | null): PyValue =>
  config === null
    ? null
    : config.connectors.map(({ from, to, spec }) => dict({ from, to, name: spec.name, extra: spec.extra }))

export const createdData = (created: readonly CreatedConnector<RuntimeSpec>[]): PyValue =>
  created.map(({ from, to, connector }) => dict({ from, to, name: connector.name, extra: connector.extra }))

export const initializedData = ({ config, connectors }: Initialized<RuntimeSpec>): PyValue =>
  dict({ config: config === null ? null : 'present', connectors: createdData(connectors) })

const specData = (spec: RuntimeSpec | null): PyValue =>
  spec === null ? null : dict({ name: spec.name, extra: spec.extra })

export const specsData = ({ input, output }: StageSpecs): PyValue =>
  dict({ input: specData(input), output: specData(output) })

export const kvData = ({ config, from, to }: OmniKvConfig): PyValue => dict({ config, from, to })

/** An outcome in the notation of the records. */
export function outcomeText(outcome: Outcome): string {
  if (outcome.ok) return recordedText(outcome.value)
  const { type, message, cause } = outcome.error
  return `${type}${cause === undefined ? '' : ` caused by ${cause}`}: ${message}`
}

function compareError(path: string, expected: PyValue, fault: RuntimeFault): readonly Mismatch[] {
  const wanted = ['type', 'cause', 'message'] as const
  const compared = wanted.filter(key => key !== 'message' || member(expected, 'native') !== true)
  return compared.flatMap(key => {
    const recorded = member(expected, key)
    const got = fault[key]
    if (recorded === undefined && (key === 'message' || got === undefined)) return []
    return compareValues(`${path}.error.${key}`, recorded ?? null, got ?? null)
  })
}

/** Compares a result of the records, `{ok}` or `{error}`, with what the library gave. */
export function compareOutcome(
  path: string,
  expected: PyValue | undefined,
  got: Outcome,
): readonly Mismatch[] {
  const error = member(expected, 'error')
  const value = member(expected, 'ok')
  if (error !== undefined)
    return got.ok
      ? [remark(path, recordedText(error), outcomeText(got))]
      : compareError(path, error, got.error)
  if (value === undefined) return [remark(path, '(no outcome)', outcomeText(got))]
  return got.ok
    ? compareValues(`${path}.ok`, value, got.value)
    : [remark(path, recordedText(value), outcomeText(got))]
}

/** Only what stands before the colon of a warning is the runtime's own. */
const headOf = (warning: PyValue): PyValue =>
  typeof warning === 'string' ? (warning.split(':')[0] ?? '') : warning

export const compareWarnings = (
  path: string,
  expected: PyValue | undefined,
  got: readonly string[],
): readonly Mismatch[] =>
  compareValues(`${path}.warnings`, listOf(member(expected, 'warnings')).map(headOf), got.map(headOf))
