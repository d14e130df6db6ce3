import type { EdgeView, StageView, TargetId } from '../contract/analysis.ts'
import type { EffectiveConfig, KvPlan, KvStage, KvTransfer } from '../contract/effective.ts'
import type { Pipeline } from '../pipelines/index.ts'
import { resolveOmniKvConfigForStage, type TransferConfig } from '../resolve/index.ts'
import { dictGet, isFloat, isInt, isList, type PyValue, pyStr } from '../value/index.ts'
import { edgesByStage } from './edges-by-stage.ts'
import { kvKey, type RankMapping, rankMapping, rankPairs } from './rank-mapping.ts'
import { kvSizes } from './sizes.ts'
import { kvValue, type StageRecord, type StageRecords, stageRecords } from './stage-facts.ts'

export interface KvInput {
  readonly target: TargetId
  readonly stages: readonly StageView[]
  readonly edges: readonly EdgeView[]
  readonly effective: EffectiveConfig
  readonly transfer: TransferConfig | null
  readonly pipeline: Pipeline | null
}

const DEFAULT_RECV_TIMEOUT = 30

function seconds(value: PyValue): number {
  if (isInt(value)) return Number(value)
  return isFloat(value) ? value.float : DEFAULT_RECV_TIMEOUT
}

function kvStage(stage: StageRecord, transfer: TransferConfig | null): KvStage {
  const resolved = resolveOmniKvConfigForStage(transfer, stage.view.id)
  const { config, from, to } = resolved.ok ? resolved.value : { config: null, from: null, to: null }
  return {
    stage: stage.view.id,
    needSend: stage.view.needSendCache,
    needRecv: stage.view.needRecvCache,
    connectorConfig: config,
    from,
    to,
    criteria: kvValue(stage, 'kv_transfer_criteria'),
    recvTimeoutSeconds: seconds(kvValue(stage, 'recv_timeout')),
  }
}

/** Whom a receiver waits for (runtime: KV transfer manager): its first source, else the stage before it. */
function receiveFrom(stage: StageRecord, plan: KvStage): string | null {
  const injected = kvValue(stage, 'engine_input_source')
  const sources = injected ?? stage.written('engine_input_source')
  const first = isList(sources) ? sources[0] : undefined
  if (first !== undefined) return pyStr(first)
  const { id } = stage.view
  return /^\d+$/.test(id) && Number(id) > 0 ? String(Number(id) - 1) : plan.from
}

interface Pair {
  readonly from: string
  readonly to: string
}

/** Where a stage with a flag sends to or receives from, as the runtime or at least the graph tells. */
function pairsOf(stage: StageRecord, plan: KvStage, edges: readonly EdgeView[]): readonly Pair[] {
  const { id } = stage.view
  const pairs: Pair[] = []
  if (plan.needSend) {
    const to = plan.from === id ? plan.to : (edges.find(edge => edge.from === id)?.to ?? null)
    if (to !== null) pairs.push({ from: id, to })
  }
  if (plan.needRecv) {
    const from = receiveFrom(stage, plan)
    if (from !== null && from !== id) pairs.push({ from, to: id })
  }
  return pairs
}

/** The connector of the edge, when both ends' KV managers get one for it. */
function connectorOf(pair: Pair, sender: KvStage | undefined): KvStage['connectorConfig'] {
  return sender?.from === pair.from && sender.to === pair.to ? sender.connectorConfig : null
}

const differ = (a: RankMapping, b: RankMapping): boolean => a.fromTp !== b.fromTp || a.toTp !== b.toTp

function kvTransfer(
  pair: Pair,
  records: StageRecords,
  plans: ReadonlyMap<string, KvStage>,
  input: KvInput,
): KvTransfer | null {
  const [sender, receiver] = [records.get(pair.from), records.get(pair.to)]
  if (sender === undefined || receiver === undefined) return null
  const mapping = rankMapping(sender, sender, receiver)
  const expected = rankMapping(receiver, sender, receiver)
  const ranks = rankPairs(mapping)
  const config = connectorOf(pair, plans.get(pair.from)) ?? connectorOf(pair, plans.get(pair.to))
  const name = config === null ? undefined : dictGet(config, 'type')
  const disagreement = differ(mapping, expected)
    ? `The two ends count ranks differently: stage ${pair.from} sends from ${mapping.fromTp} to ${mapping.toTp}, stage ${pair.to} expects from ${expected.fromTp} to ${expected.toTp}.`
    : null
  const wanted = disagreement === null ? null : rankPairs(expected)
  return {
    ...pair,
    connectorName: name === undefined || name === null ? null : pyStr(name),
    needSend: sender.view.needSendCache,
    needRecv: receiver.view.needRecvCache,
    ...mapping,
    problem: ranks.ok ? disagreement : ranks.problem,
    pairs: ranks.ok
      ? ranks.pairs.map(ranked => ({ ...ranked, key: kvKey(pair.from, pair.to, mapping, ranked) }))
      : [],
    ...(wanted?.ok ? { asked: wanted.pairs.map(ranked => kvKey(pair.from, pair.to, expected, ranked)) } : {}),
    ...kvSizes(sender, mapping, config, input.pipeline, input.target),
  }
}

/** The KV caches that travel: what each end is told, which rank feeds which, under which keys, and how many bytes. */
export function planKv(input: KvInput): KvPlan {
  const records = stageRecords(input.stages, input.effective)
  const flagged = [...records.values()].filter(({ view }) => view.needSendCache || view.needRecvCache)
  if (flagged.length === 0) return { stages: [], transfers: [] }
  const wired = edgesByStage(input.transfer?.connectors ?? [])
  const drawn = edgesByStage(input.edges)
  const plans = new Map(
    flagged.map(stage => [stage.view.id, kvStage(stage, { connectors: wired.get(stage.view.id) ?? [] })]),
  )
  const pairs = new Map<string, Pair>()
  for (const stage of flagged) {
    const plan = plans.get(stage.view.id)
    for (const pair of plan === undefined ? [] : pairsOf(stage, plan, drawn.get(stage.view.id) ?? []))
      pairs.set(JSON.stringify([pair.from, pair.to]), pair)
  }
  return {
    stages: [...plans.values()],
    transfers: [...pairs.values()].flatMap(pair => kvTransfer(pair, records, plans, input) ?? []),
  }
}
