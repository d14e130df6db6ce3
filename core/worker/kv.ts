import type { PortEndpoint } from '../contract/analysis.ts'
import { edgesByStage } from '../kv/edges-by-stage.ts'
import { inferredMapping } from '../kv/rank-mapping.ts'
import { kvValue, type StageRecord, type StageRecords, stageRecords } from '../kv/stage-facts.ts'
import { resolveOmniKvConfigForStage, type TransferConfig } from '../resolve/index.ts'
import type { ResolvedText } from '../resolve-text.ts'
import { type PyDict, type PyInt, type PyValue, pyInt, toPlain } from '../value/index.ts'
import type { WorkerKv, WorkerKvLink } from './types.ts'

interface Place {
  readonly stage: string
  readonly rank: number
  readonly replica: number
}

const idValue = (stage: string): PyInt | string => {
  const id = pyInt(stage)
  return id.ok ? id.value : stage
}

/** TP sizes that the stage's start writes in where a flag is set; written halves stay. */
function mappingOf(stage: StageRecord, from: string, to: string, records: StageRecords): PyDict | null {
  const [sender, receiver] = [records.get(from), records.get(to)]
  if (!stage.view.needSendCache && !stage.view.needRecvCache) return null
  if (sender === undefined || receiver === undefined) return null
  const { fromTp, toTp } = inferredMapping(stage, sender, receiver)
  return new Map([
    ['from_tp', fromTp],
    ['to_tp', toTp],
  ])
}

interface Injected {
  readonly config: PyDict | null
  readonly problem: string | null
}

/** The stage's `omni_kv_config` as its start leaves it (runtime: `inject_omni_kv_connector_config`). */
function injectedConfig(
  stage: StageRecord,
  records: StageRecords,
  transfer: TransferConfig | null,
): Injected {
  const own = edgesByStage(transfer?.connectors ?? []).get(stage.view.id) ?? []
  const resolved = resolveOmniKvConfigForStage({ connectors: own }, stage.view.id)
  const config = new Map<PyValue, PyValue>(stage.kvConfig)
  const problem = resolved.ok ? null : resolved.error.message
  if (!resolved.ok || resolved.value.config === null)
    return { config: config.size === 0 ? null : config, problem }
  const { from, to } = resolved.value
  config.set('connector_config', resolved.value.config)
  config.set('omni_from_stage', from)
  config.set('omni_to_stage', to)
  if (!config.has('stage_id')) config.set('stage_id', idValue(stage.view.id))
  const sources = kvValue(stage, 'engine_input_source') ?? stage.written('engine_input_source')
  if (sources !== null) config.set('engine_input_source', sources)
  const mapping = from === null || to === null ? null : mappingOf(stage, from, to, records)
  if (mapping !== null) config.set('rank_mapping', mapping)
  return { config, problem }
}

const isMine = (endpoint: PortEndpoint, place: Place): boolean =>
  endpoint.purpose === 'kv_transfer' &&
  endpoint.stage === place.stage &&
  endpoint.rank === place.rank &&
  endpoint.replica === place.replica

/** The ports that this rank dials stand in the plan in the order of its pairs. */
function receives(analysis: ResolvedText, place: Place): readonly WorkerKvLink[] {
  return analysis.kv.transfers
    .filter(transfer => transfer.to === place.stage && transfer.needRecv)
    .flatMap(({ from, pairs }) => {
      const dials = analysis.ports.endpoints.filter(
        endpoint => isMine(endpoint, place) && endpoint.action === 'dial' && endpoint.edge.from === from,
      )
      return pairs
        .filter(pair => pair.toRank === place.rank)
        .map((pair, index) => ({
          peer: from,
          peerRank: pair.fromRank,
          key: pair.key,
          port: dials[index]?.port ?? null,
        }))
    })
}

const sends = (analysis: ResolvedText, place: Place): readonly WorkerKvLink[] =>
  analysis.kv.transfers
    .filter(transfer => transfer.from === place.stage && transfer.needSend)
    .flatMap(transfer =>
      transfer.pairs
        .filter(pair => pair.fromRank === place.rank)
        .map(pair => ({ peer: transfer.to, peerRank: pair.toRank, key: pair.key, port: null })),
    )

const NO_CONNECTOR = 'No connector available'

function kvProblems(analysis: ResolvedText, stage: StageRecord, injected: Injected): readonly string[] {
  const { id, needSendCache, needRecvCache } = stage.view
  const problems = injected.problem === null ? [] : [injected.problem]
  if ((needSendCache || needRecvCache) && !injected.config?.has('connector_config'))
    problems.push(NO_CONNECTOR)
  const mappings = analysis.kv.transfers.filter(transfer => transfer.from === id || transfer.to === id)
  return [...problems, ...mappings.flatMap(transfer => transfer.problem ?? [])]
}

/** The KV side of one worker: configuration, port, and the keys that it puts or waits for. */
export function workerKv(analysis: ResolvedText, transfer: TransferConfig | null, place: Place): WorkerKv {
  const records = stageRecords(analysis.stages, analysis.effective)
  const stage = records.get(place.stage)
  if (stage === undefined)
    return { config: null, port: null, formula: null, sends: [], receives: [], problems: [] }
  const injected = injectedConfig(stage, records, transfer)
  const listener = analysis.ports.endpoints.find(
    endpoint => isMine(endpoint, place) && endpoint.action === 'bind',
  )
  return {
    config: toPlain(injected.config),
    port: listener?.port ?? null,
    formula: listener?.formula ?? null,
    sends: sends(analysis, place),
    receives: receives(analysis, place),
    problems: kvProblems(analysis, stage, injected),
  }
}
