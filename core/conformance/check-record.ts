import { parseDocument } from '../document/index.ts'
import { loadOmniTransferConfig, type RuntimeContext } from '../resolve/index.ts'
import { isString, type PyValue } from '../value/index.ts'
import { checkCreation, checkOrchestrator } from './check-creation.ts'
import { checkStageMapping, checkStages, stagesOf } from './check-stages.ts'
import { compareValues, type Mismatch, remark } from './differences.ts'
import { recordedText } from './notation.ts'
import { compareOutcome, compareWarnings, loadedData, mapOutcome } from './outcomes.ts'
import { type ConformanceRecord, member } from './record.ts'

/** Parts of a record by the threshold that they were loaded with. */
const LOADS: readonly (readonly [part: string, threshold: number])[] = [
  ['load', 65536],
  ['load_shm_0', 0],
  ['load_shm_1024', 1024],
]

const PARTS = new Set([
  'parsed',
  'parse_error',
  'stages',
  'create',
  'orchestrator',
  'specs',
  'build',
  ...LOADS.map(([part]) => part),
])

const unknownParts = (record: ConformanceRecord): readonly Mismatch[] =>
  [...record.expect]
    .filter(([part]) => !isString(part) || !PARTS.has(part))
    .map(([part, value]) => remark(recordedText(part), recordedText(value), '(not part of the format)'))

function checkLoads(
  record: ConformanceRecord,
  parsed: PyValue,
  context: RuntimeContext,
): readonly Mismatch[] {
  return LOADS.flatMap(([part, threshold]) => {
    const loaded = loadOmniTransferConfig({ configDict: parsed, defaultShmThreshold: threshold }, context)
    const expected = member(record.expect, part)
    return [
      ...compareOutcome(part, expected, mapOutcome(loaded, loadedData)),
      ...compareWarnings(part, expected, loaded.warnings),
    ]
  })
}

/** What follows from a configuration that loads. */
function checkLoaded(
  record: ConformanceRecord,
  parsed: PyValue,
  context: RuntimeContext,
): readonly Mismatch[] {
  const loaded = loadOmniTransferConfig({ configDict: parsed }, context)
  if (!loaded.ok) return []
  const stages = stagesOf(parsed, loaded.value)
  return [
    ...checkStages(record, stages, loaded.value, context),
    ...checkCreation(record, stages, loaded.value, context),
  ]
}

/** Everything in which the library differs from a record; nothing where it passes. */
export function checkRecord(record: ConformanceRecord): readonly Mismatch[] {
  const context: RuntimeContext = { env: record.env, target: '2026-07' }
  const document = parseDocument(record.yaml, { fileName: record.file?.name ?? 'config.yaml' })
  const refusal = document.problems.find(problem => problem.severity === 'error')
  const parseError = member(record.expect, 'parse_error')
  if (parseError !== undefined)
    return [
      ...unknownParts(record),
      ...compareValues('parse_error', parseError, refusal?.raises ?? null),
      ...checkOrchestrator(record, context),
    ]
  const parsed = member(record.expect, 'parsed')
  if (refusal !== undefined || parsed === undefined)
    return [
      remark(
        'parsed',
        parsed === undefined ? '(absent)' : recordedText(parsed),
        refusal?.message ?? recordedText(document.value),
      ),
    ]
  const { value } = document
  const common = [...unknownParts(record), ...compareValues('parsed', parsed, value)]
  if (record.directStage !== null)
    return [...common, ...checkStageMapping('', record.expect, record.directStage, value, context)]
  return [
    ...common,
    ...checkLoads(record, value, context),
    ...checkLoaded(record, value, context),
    ...checkOrchestrator(record, context),
  ]
}
