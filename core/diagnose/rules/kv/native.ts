import { connectorEntry } from '../../../connectors/index.ts'
import type { EffectiveField } from '../../../contract/effective.ts'
import { dictGet, isDict, type PyDict, type PyValue, pyEquals, pyStr } from '../../../value/index.ts'
import { setValue } from '../../fixes.ts'
import { edgesFrom } from '../../lookups.ts'
import { EVERY_TARGET, SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { fieldPlace, type RuleView, stagePlace } from '../../view.ts'
import { listWords, quote, stageWords } from '../../words.ts'
import { nativePorts } from '../ports/native-ports.ts'

/** A stage with vLLM's own KV transfer. */
interface NativeStage {
  readonly id: string
  readonly field: EffectiveField
  readonly config: PyDict
  readonly role: string | null
}

function nativeStages(view: RuleView): readonly NativeStage[] {
  return view.stages.flatMap(stage => {
    const field = view.field(stage.id, 'kv_transfer_config')
    if (field === null || !isDict(field.value)) return []
    const role = dictGet(field.value, 'kv_role')
    return [{ id: stage.id, field, config: field.value, role: typeof role === 'string' ? role : null }]
  })
}

function memberPlace(stage: NativeStage, ...steps: readonly string[]): Place {
  const place = fieldPlace(stage.field)
  return place.elsewhere === true ? place : { path: [...place.path, ...steps] }
}

const member = (stage: NativeStage, key: string): PyValue => dictGet(stage.config, key) ?? null

function extraMember(stage: NativeStage, key: string): PyValue {
  const extra = member(stage, 'kv_connector_extra_config')
  return isDict(extra) ? (dictGet(extra, key) ?? null) : null
}

interface NativePair {
  readonly producer: NativeStage
  readonly consumer: NativeStage
}

const takes = ({ role }: NativeStage): boolean => role === 'kv_consumer' || role === 'kv_both'

/** Producers with the consumer that an edge gives them, or with the only one there is; `kv_both` is either. */
function pairsOf(view: RuleView, stages: readonly NativeStage[]): readonly NativePair[] {
  const takers = new Map(stages.filter(takes).map((stage, order) => [stage.id, { stage, order }]))
  const consumers = stages.filter(stage => stage.role === 'kv_consumer')
  const lone = consumers.length === 1 ? consumers[0] : undefined
  return stages.flatMap(producer => {
    if (producer.role !== 'kv_producer' && producer.role !== 'kv_both') return []
    const [wired] = edgesFrom(view, producer.id)
      .flatMap(({ to }) => (to === producer.id ? [] : (takers.get(to) ?? [])))
      .sort((a, b) => a.order - b.order)
    const consumer = wired?.stage ?? (producer.role === 'kv_producer' ? lone : undefined)
    return consumer === undefined ? [] : [{ producer, consumer }]
  })
}

const ROLES = ['kv_producer', 'kv_consumer', 'kv_both']

function roleProblems(view: RuleView, stages: readonly NativeStage[]): readonly FindingDraft[] {
  const has = (role: string): boolean => stages.some(stage => stage.role === role)
  return stages.flatMap((stage): readonly FindingDraft[] => {
    if (stage.role === null || !ROLES.includes(stage.role))
      return [
        {
          message: `Stage ${stage.id}: kv_role is ${quote(pyStr(member(stage, 'kv_role')))}; vLLM takes ${listWords(ROLES)}. Without a role no KV is exchanged.`,
          place: memberPlace(stage, 'kv_role'),
          stages: [stage.id],
        },
      ]
    const other = stage.role === 'kv_producer' ? 'kv_consumer' : 'kv_producer'
    if (stage.role === 'kv_both' || has(other) || has('kv_both')) return []
    const what =
      stage.role === 'kv_producer'
        ? 'produces KV that no stage consumes'
        : 'waits for KV that no stage produces'
    return [
      {
        message: `Stage ${stage.id} ${what}: no stage of the file has kv_role ${other}, and the connector skips the hand-over without an error. Add kv_transfer_config with kv_role: ${other} to the other stage.`,
        place: memberPlace(stage, 'kv_role'),
        stages: [stage.id, ...view.edges.filter(edge => edge.from === stage.id).map(edge => edge.to)],
      },
    ]
  })
}

interface Clash {
  readonly key: string
  readonly steps: readonly string[]
  readonly a: PyValue
  readonly b: PyValue
  readonly rule: 'must be equal' | 'must differ'
}

function clashes({ producer, consumer }: NativePair): readonly Clash[] {
  const same = (key: string): Clash => ({
    key,
    steps: [key],
    a: member(producer, key),
    b: member(consumer, key),
    rule: 'must be equal',
  })
  const protocol: Clash = {
    key: 'mooncake_protocol',
    steps: ['kv_connector_extra_config', 'mooncake_protocol'],
    a: extraMember(producer, 'mooncake_protocol') ?? 'rdma',
    b: extraMember(consumer, 'mooncake_protocol') ?? 'rdma',
    rule: 'must be equal',
  }
  const different = (key: string): Clash => ({ ...same(key), rule: 'must differ' })
  const equal = [same('kv_connector'), same('kv_parallel_size'), protocol].filter(
    clash => !pyEquals(clash.a, clash.b),
  )
  const distinct = [different('engine_id'), different('kv_rank')].filter(
    clash => clash.a !== null && clash.b !== null && pyEquals(clash.a, clash.b),
  )
  return [...equal, ...distinct]
}

const shown = (value: PyValue): string => (value === null ? 'nothing' : pyStr(value))

const pairClashes = (pair: NativePair): readonly FindingDraft[] =>
  clashes(pair).map(clash => ({
    message: `Stages ${pair.producer.id} and ${pair.consumer.id} exchange KV natively, and their ${clash.key} ${clash.rule}: it is ${shown(clash.a)} and ${shown(clash.b)}. The hand-over is skipped or fails otherwise.`,
    place: memberPlace(pair.consumer, ...clash.steps),
    stages: [pair.producer.id, pair.consumer.id],
    edges: [{ from: pair.producer.id, to: pair.consumer.id }],
    related: [
      {
        ...memberPlace(pair.producer, ...clash.steps),
        message: `Stage ${pair.producer.id}: ${shown(clash.a)}`,
      },
    ],
  }))

/** Newest runtimes refuse native KV together with async chunks, which deploy files have by default. */
function withChunks(view: RuleView, stages: readonly NativeStage[]): readonly FindingDraft[] {
  const [first] = stages
  const chunked = view.stages.some(stage => stage.asyncChunk)
  if (first === undefined || view.target !== '2026-09' || !chunked) return []
  return [
    {
      message: `${stageWords(stages.map(stage => stage.id))} ${stages.length === 1 ? 'has' : 'have'} kv_transfer_config, and async_chunk is on: the runtime raises "Native AR-to-DiT KV transfer requires async_chunk=False." Write async_chunk: false at the top.`,
      consequence: 'raises',
      place: memberPlace(first),
      stages: stages.map(stage => stage.id),
      related: [{ path: ['async_chunk'], message: 'async_chunk is true, its default included' }],
      fix: () => setValue(view.document, ['async_chunk'], false, 'Turn async_chunk off'),
    },
  ]
}

/** vLLM answers the handshake on its default port where the producer names none, which is worth writing down. */
const assumedPorts = (view: RuleView): readonly FindingDraft[] =>
  nativePorts(view).flatMap((native): readonly FindingDraft[] => {
    if (native.written) return []
    const field = view.field(native.stage, 'kv_transfer_config')
    const path =
      field === null || fieldPlace(field).elsewhere === true
        ? null
        : [...field.source.path, 'kv_connector_extra_config', native.key]
    return [
      {
        severity: 'info',
        consequence: 'informs',
        message: `Stage ${native.stage} produces KV natively and writes no ${native.key}. Assumed is vLLM’s default, ${native.port}: consumers dial it there, and nothing else on that host may take it. Write it into kv_connector_extra_config if another one is meant.`,
        arithmetic: `${native.key} = ${native.port} (default)`,
        place: native.place,
        stages: [native.stage],
        ...(path === null
          ? {}
          : { fix: () => setValue(view.document, path, native.port, `Write ${native.key}: ${native.port}`) }),
      },
    ]
  })

export const HANDSHAKE: Rule = {
  code: 'KV-6',
  family: 'kv',
  title: 'One-sided native KV transfer',
  explanation:
    'vLLM’s own KV transfer (`kv_transfer_config`) needs both ends: a `kv_producer` and a `kv_consumer` with the same `kv_connector`, `kv_parallel_size` and `mooncake_protocol`, and with different `engine_id` and `kv_rank`. Otherwise the connector skips the hand-over with a warning while the scheduler has already counted the tokens. A producer without a written `mooncake_bootstrap_port` gets a note: vLLM’s default, 8998, is assumed then. The newest runtime also refuses native KV together with `async_chunk`.',
  source: 'PR 6310 (review), vLLM KVTransferConfig',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'falls-back',
  check: view => {
    const stages = nativeStages(view)
    return [
      ...roleProblems(view, stages),
      ...pairsOf(view, stages).flatMap(pairClashes),
      ...withChunks(view, stages),
      ...assumedPorts(view),
    ]
  },
}

function unequalTp(view: RuleView): readonly FindingDraft[] {
  return pairsOf(view, nativeStages(view)).flatMap(({ producer, consumer }) => {
    const [a, b] = [view.stageById.get(producer.id), view.stageById.get(consumer.id)]
    if (a === undefined || b === undefined || a.tensorParallelSize === b.tensorParallelSize) return []
    if (pyStr(member(producer, 'kv_connector')) !== 'MooncakeConnector') return []
    return {
      message: `Stage ${a.id} has TP ${a.tensorParallelSize} and stage ${b.id} TP ${b.tensorParallelSize}, but native Mooncake KV transfer needs the same TP on both ends. Give them the same tensor_parallel_size.`,
      arithmetic: `${a.tensorParallelSize} ≠ ${b.tensorParallelSize}`,
      place: fieldOrStage(view, b.id, 'tensor_parallel_size'),
      stages: [a.id, b.id],
      edges: [{ from: a.id, to: b.id }],
      related: [
        {
          ...fieldOrStage(view, a.id, 'tensor_parallel_size'),
          message: `Stage ${a.id}: TP ${a.tensorParallelSize}`,
        },
      ],
    }
  })
}

function fieldOrStage(view: RuleView, stage: string, key: string): Place {
  const field = view.field(stage, key)
  return field === null || field.source.file !== null || field.source.range === null
    ? stagePlace(view, stage)
    : fieldPlace(field)
}

/** Mori streams chunks between single ranks only. */
function moriChunks(view: RuleView): readonly FindingDraft[] {
  return view.edges.flatMap(edge => {
    const entry = connectorEntry(edge.connectorName, view.target)
    const [from, to] = [view.stageById.get(edge.from), view.stageById.get(edge.to)]
    if (entry?.name !== 'MoriTransferEngineConnector' || from === undefined || to === undefined) return []
    const tp = Math.max(from.tensorParallelSize, to.tensorParallelSize)
    if (!from.asyncChunk || tp <= 1) return []
    const wide = from.tensorParallelSize > 1 ? from : to
    return {
      message: `Edge ${edge.from}→${edge.to} streams chunks through ${entry.name}, which does that between single ranks only and raises NotImplementedError for TP ${tp}. Use TP 1, another connector, or async_chunk: false.`,
      arithmetic: `max(${from.tensorParallelSize}, ${to.tensorParallelSize}) = ${tp} > 1`,
      place: fieldOrStage(view, wide.id, 'tensor_parallel_size'),
      stages: [wide.id],
      edges: [{ from: edge.from, to: edge.to }],
    }
  })
}

export const EQUAL_TP: Rule = {
  code: 'KV-5',
  family: 'kv',
  title: 'TP sizes that must be equal',
  explanation:
    'Native Mooncake KV transfer between a prefill and a decode stage needs the same TP size on both ends. Chunks over the Mori transfer engine go between single ranks only, so a TP size above 1 is refused there.',
  source: 'prefill/decode documentation, PR 1742',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: view => [...unequalTp(view), ...moriChunks(view)],
}
