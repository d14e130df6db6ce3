import {
  createConnectorsFromConfig,
  initializeOrchestratorConnectors,
  type RuntimeContext,
  type TransferConfig,
} from '../resolve/index.ts'
import { isString, type PyValue } from '../value/index.ts'
import { PURPOSES } from './check-stages.ts'
import { type Mismatch, remark } from './differences.ts'
import { recordedText, revive } from './notation.ts'
import {
  compareOutcome,
  createdData,
  initializedData,
  mapOutcome,
  type Outcome,
  outcomeText,
  recordingFactory,
} from './outcomes.ts'
import { type ConformanceRecord, listOf, member } from './record.ts'

const ORCHESTRATOR = 'orchestrator'

/** Caller, `is_sender` and purpose of one creation. */
type Combination = readonly [caller: PyValue, isSender: PyValue, purpose: PyValue]

const combinationOf = (value: PyValue): Combination => {
  const [caller = null, isSender = null, purpose = null] = listOf(value)
  return [caller, isSender, purpose]
}

const placeOf = (combination: Combination): string => `create${recordedText([...combination])}`

function createFor(config: TransferConfig, combination: Combination, context: RuntimeContext): Outcome {
  const [caller, isSender, purpose] = combination
  const options = {
    callerStageId: isString(caller) ? caller : null,
    isSender: typeof isSender === 'boolean' ? isSender : null,
    purpose: isString(purpose) ? purpose : '',
    factory: recordingFactory,
  }
  return mapOutcome(createConnectorsFromConfig(config.connectors, options, context), createdData)
}

function allCombinations(record: ConformanceRecord, stages: readonly string[]): readonly Combination[] {
  const callers = [...stages, ORCHESTRATOR, null]
  const purposes = [...PURPOSES, ...record.extraPurposes]
  return callers.flatMap(caller =>
    [true, false, null].flatMap(isSender =>
      purposes.map((purpose): Combination => [caller, isSender, purpose]),
    ),
  )
}

/** Creation for every combination of caller (`stages`, the orchestrator, nobody), forced role and purpose. */
export function checkCreation(
  record: ConformanceRecord,
  stages: readonly string[],
  config: TransferConfig | null,
  context: RuntimeContext,
): readonly Mismatch[] {
  const groups = listOf(member(record.expect, 'create'))
  if (config === null)
    return groups.length === 0 ? [] : [remark('create', recordedText(groups), 'nothing is loaded')]
  const recorded = new Set<string>()
  const differences = groups.flatMap(group =>
    listOf(member(group, 'combos')).flatMap(combo => {
      const combination = combinationOf(combo)
      recorded.add(placeOf(combination))
      return compareOutcome(
        placeOf(combination),
        member(group, 'result'),
        createFor(config, combination, context),
      )
    }),
  )
  const absent = allCombinations(record, stages)
    .filter(combination => !recorded.has(placeOf(combination)))
    .map(combination =>
      remark(placeOf(combination), '(absent)', outcomeText(createFor(config, combination, context))),
    )
  return [...differences, ...absent]
}

function startOrchestrator(record: ConformanceRecord, start: PyValue, context: RuntimeContext): Outcome {
  const [backend, threshold] = [member(start, 'worker_backend'), member(start, 'shm_threshold_bytes')]
  const { file } = record
  const started = initializeOrchestratorConnectors(
    {
      configPath: file === null ? null : file.name,
      readFile: () => (file?.missing === true ? null : record.yaml),
      workerBackend: isString(backend) ? backend : null,
      shmThresholdBytes: revive(threshold ?? null),
      factory: recordingFactory,
    },
    context,
  )
  return mapOutcome(started, initializedData)
}

/** The starts that every record has, then its own. */
const expectedStarts = (record: ConformanceRecord): readonly PyValue[] => [
  ['multi_process', 65536],
  ['ray', 65536],
  ...record.orchestratorExtra,
]

/** Start-up of the orchestrator from the record's file. */
export function checkOrchestrator(record: ConformanceRecord, context: RuntimeContext): readonly Mismatch[] {
  const recorded = listOf(member(record.expect, 'orchestrator'))
  const starts = recorded.map(start =>
    recordedText([member(start, 'worker_backend') ?? null, member(start, 'shm_threshold_bytes') ?? null]),
  )
  const absent = expectedStarts(record)
    .map(recordedText)
    .filter(start => !starts.includes(start))
    .map(start => remark('orchestrator', '(absent)', `a start with ${start}`))
  const differences = recorded.flatMap((start, index) =>
    compareOutcome(
      `orchestrator[${index}].result`,
      member(start, 'result'),
      startOrchestrator(record, start, context),
    ),
  )
  return [...differences, ...absent]
}
