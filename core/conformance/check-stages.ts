import {
  buildStageConnectors,
  getConnectorsConfigForStage,
  getStageConnectorConfig,
  type RuntimeContext,
  resolveOmniKvConfigForStage,
  resolveStageConnectorSpecs,
  type StageId,
  type TransferConfig,
} from '../resolve/index.ts'
import { dictHas, isDict, isList, isString, type PyValue, pyStr } from '../value/index.ts'
import { compareValues, type Mismatch, remark } from './differences.ts'
import { compareOutcome, createdData, kvData, mapOutcome, recordingFactory, specsData } from './outcomes.ts'
import { type ConformanceRecord, listOf, member } from './record.ts'

export const PURPOSES: readonly string[] = ['request_forwarding', 'kv_transfer']

/** Ids of the stages that the loader walks through. */
function declaredStages(parsed: PyValue): readonly string[] {
  if (!isDict(parsed)) return []
  const stages = member(parsed, dictHas(parsed, 'stage_args') ? 'stage_args' : 'stages')
  return isList(stages) ? stages.map(stage => pyStr(member(stage, 'stage_id') ?? null)) : []
}

/** The stages of a configuration: declared, then seen in edges only; `0` where there are none. */
export function stagesOf(parsed: PyValue, config: TransferConfig | null): readonly string[] {
  const ends = (config?.connectors ?? []).flatMap(({ from, to }) => [from, to])
  const ids = new Set([...declaredStages(parsed), ...ends])
  return ids.size === 0 ? ['0'] : [...ids]
}

/** The split and the deprecated builder, which both work on a stage's connector mapping. */
export function checkStageMapping(
  path: string,
  expected: PyValue,
  stageId: StageId,
  mapping: PyValue,
  context: RuntimeContext,
): readonly Mismatch[] {
  const place = (name: string): string => (path === '' ? name : `${path}.${name}`)
  const builds = PURPOSES.flatMap(purpose => {
    const built = buildStageConnectors(stageId, mapping, { purpose, factory: recordingFactory }, context)
    return compareOutcome(
      `${place('build')}.${purpose}`,
      member(member(expected, 'build'), purpose),
      mapOutcome(built, createdData),
    )
  })
  const specs = mapOutcome(resolveStageConnectorSpecs(mapping), specsData)
  return [...compareOutcome(place('specs'), member(expected, 'specs'), specs), ...builds]
}

function checkStage(
  path: string,
  expected: PyValue,
  config: TransferConfig | null,
  context: RuntimeContext,
): readonly Mismatch[] {
  const id = member(expected, 'stage_id')
  if (!isString(id)) return [remark(path, '(no stage_id)', '(not asked)')]
  const strict = getConnectorsConfigForStage(config, id, context)
  const tolerant = getStageConnectorConfig(config, id, context).value
  const safe = member(expected, 'safe_config')
  return [
    ...compareOutcome(`${path}.connectors_config`, member(expected, 'connectors_config'), strict),
    ...(safe === undefined ? [] : compareValues(`${path}.safe_config`, safe, tolerant)),
    ...compareOutcome(
      `${path}.kv`,
      member(expected, 'kv'),
      mapOutcome(resolveOmniKvConfigForStage(config, id), kvData),
    ),
    ...checkStageMapping(path, expected, id, tolerant, context),
  ]
}

/** Every stage that the record asks about, and that it asks about all of `stages` and its own. */
export function checkStages(
  record: ConformanceRecord,
  stages: readonly string[],
  config: TransferConfig | null,
  context: RuntimeContext,
): readonly Mismatch[] {
  const recorded = listOf(member(record.expect, 'stages'))
  const ids = recorded.map(stage => member(stage, 'stage_id') ?? null)
  return [
    ...compareValues('stages', ids, [...new Set([...stages, ...record.probeStages])]),
    ...recorded.flatMap((stage, index) => checkStage(`stages[${index}]`, stage, config, context)),
  ]
}
