import { connectorEntry } from '../../../connectors/index.ts'
import type { KvTransfer } from '../../../contract/effective.ts'
import { kvKey, type RankMapping, rankMapping, rankPairs } from '../../../kv/rank-mapping.ts'
import { type StageRecords, stageRecords } from '../../../kv/stage-facts.ts'
import { dictGet, isDict, pyInt } from '../../../value/index.ts'
import { planned } from '../../fixes.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { fieldPlace, type RuleView, stagePlace } from '../../view.ts'
import { countWords, listWords } from '../../words.ts'
import { kvPlace } from './pairing.ts'

const edgeOf = (transfer: KvTransfer) => [{ from: transfer.from, to: transfer.to }]
const endsOf = (transfer: KvTransfer): readonly string[] => [transfer.from, transfer.to]

/** Transfers that really happen: both ends are flagged. */
const live = (view: RuleView): readonly KvTransfer[] =>
  view.kv.transfers.filter(transfer => transfer.needSend && transfer.needRecv)

const divides = ({ fromTp, toTp }: RankMapping): boolean =>
  fromTp > 0 && toTp > 0 && Math.max(fromTp, toTp) % Math.min(fromTp, toTp) === 0

const placeOfMapping = (view: RuleView, transfer: KvTransfer, stage: string) => {
  const field = view.field(stage, 'omni_kv_config')
  const written = isDict(field?.value) && dictGet(field.value, 'rank_mapping') !== undefined
  if (written) return kvPlace(view, stage, 'rank_mapping')
  const tp = view.field(stage, 'tensor_parallel_size')
  return tp !== null && tp.source.range !== null && tp.source.file === null
    ? fieldPlace(tp)
    : stagePlace(view, stage === transfer.from ? transfer.from : transfer.to)
}

/** Keys of one end: what it puts or asks for when it reckons with `mapping` and has `ranks` ranks. */
function keysOf(
  transfer: KvTransfer,
  mapping: RankMapping,
  limit: (rank: number, own: 'from' | 'to') => boolean,
) {
  const ranked = rankPairs(mapping)
  if (!ranked.ok) return null
  return new Set(
    ranked.pairs
      .filter(pair => limit(pair.fromRank, 'from') && limit(pair.toRank, 'to'))
      .map(pair => kvKey(transfer.from, transfer.to, mapping, pair)),
  )
}

/** Takes the written mappings of both ends out, as far as they stand in this text. */
const inferMapping = (view: RuleView, transfer: KvTransfer) =>
  planned(view.document, 'Leave rank_mapping to the runtime', draft => {
    for (const stage of endsOf(transfer)) {
      const place = kvPlace(view, stage, 'rank_mapping')
      if (place.path.at(-1) === 'rank_mapping' && draft.has(place.path)) draft.remove(place.path)
    }
  })

const sample = (keys: readonly string[]): string => listWords(keys, 3)

function keySets(view: RuleView, transfer: KvTransfer, records: StageRecords): readonly FindingDraft[] {
  const [sender, receiver] = [records.get(transfer.from), records.get(transfer.to)]
  if (sender === undefined || receiver === undefined) return []
  const [put, got] = [rankMapping(sender, sender, receiver), rankMapping(receiver, sender, receiver)]
  if (!divides(put) || !divides(got)) return []
  const [senderRanks, receiverRanks] = [sender.view.tensorParallelSize, receiver.view.tensorParallelSize]
  const sent = keysOf(transfer, put, (rank, end) => end === 'to' || rank < senderRanks)
  const asked = keysOf(transfer, got, (rank, end) => end === 'from' || rank < receiverRanks)
  if (sent === null || asked === null) return []
  const unread = [...sent].filter(key => !asked.has(key))
  const unsent = [...asked].filter(key => !sent.has(key))
  if (unread.length === 0 && unsent.length === 0) return []
  return [
    {
      message: `Stages ${transfer.from} and ${transfer.to} do not agree on the keys of the KV cache: ${unsent.length === 0 ? 'every key that is asked for is sent' : `${countWords(unsent.length, 'key')} that stage ${transfer.to} asks for ${unsent.length === 1 ? 'is' : 'are'} never sent`}${unread.length === 0 ? '' : `, and ${countWords(unread.length, 'key')} that stage ${transfer.from} sends ${unread.length === 1 ? 'is' : 'are'} never asked for`}. Leave rank_mapping out; it is inferred from the stages (TP ${senderRanks} and ${receiverRanks}).`,
      arithmetic: `sent: from ${put.fromTp} to ${put.toTp} = ${countWords(sent.size, 'key')}; asked for: from ${got.fromTp} to ${got.toTp} = ${countWords(asked.size, 'key')}; only one side has ${sample([...unsent, ...unread])}`,
      consequence: unsent.length === 0 ? 'wastes' : 'hangs',
      ...(unsent.length === 0 ? { severity: 'warning' as const } : {}),
      place: placeOfMapping(view, transfer, transfer.to),
      stages: endsOf(transfer),
      edges: edgeOf(transfer),
      related: [{ ...placeOfMapping(view, transfer, transfer.from), message: 'The sending end' }],
      fix: () => inferMapping(view, transfer),
    },
  ]
}

/** Only `parallel_config` counts where there is one, so a stage-level TP beside it means nothing. */
function shadowedTp(view: RuleView): readonly FindingDraft[] {
  return view.kv.stages.flatMap(stage => {
    const parallel = view.field(stage.stage, 'parallel_config')
    const flat = view.field(stage.stage, 'tensor_parallel_size')
    if (!isDict(parallel?.value) || parallel === null || flat === null) return []
    if (flat.source.provenance === 'default' || dictGet(parallel.value, 'tensor_parallel_size') !== undefined)
      return []
    const size = pyInt(flat.value)
    if (!size.ok || size.value <= 1) return []
    return {
      severity: 'warning' as const,
      consequence: 'silently-wrong' as const,
      message: `Stage ${stage.stage} has parallel_config without tensor_parallel_size, so KV transfer counts it as TP 1 and not ${size.value} as the stage says. Move tensor_parallel_size into parallel_config.`,
      place: fieldPlace(flat),
      stages: [stage.stage],
      related: [{ ...fieldPlace(parallel, 'key'), message: 'This one decides' }],
    }
  })
}

const KEYS: Rule = {
  code: 'KV-2',
  family: 'kv',
  title: 'Keys that do not match',
  explanation:
    'Every sending rank puts its part of the KV cache under keys that name both ranks, and every receiving rank asks for keys that it works out for itself. With a `rank_mapping` written by hand, on one end only or with sizes that the stages do not have, the two sets differ, and the receiver waits for keys that nobody sends. Both sets are computed and compared.',
  source: 'KV transfer manager (keys and TP mapping), PR 5620, PR 5650',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'hangs',
  check: view => {
    const transfers = live(view)
    if (transfers.length === 0 && view.kv.stages.length === 0) return []
    const records = stageRecords(view.stages, view.effective)
    return [...transfers.flatMap(transfer => keySets(view, transfer, records)), ...shadowedTp(view)]
  },
}

const remainder = ({ fromTp, toTp }: RankMapping): string => {
  const [large, small] = [Math.max(fromTp, toTp), Math.min(fromTp, toTp)]
  return `${large} % ${small} = ${small === 0 ? 'undefined' : large % small}`
}

const RATIO: Rule = {
  code: 'KV-3',
  family: 'kv',
  title: 'TP sizes that do not divide',
  explanation:
    'The KV cache is split over the TP ranks of both stages. The larger size has to be a multiple of the smaller one, otherwise the runtime raises `KV TP mapping must be divisible` at the first transfer.',
  source: 'KV transfer manager (validation of the TP mapping), PR 2705',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view =>
    live(view)
      .filter(transfer => !divides(transfer))
      .map(transfer => ({
        message: `Stage ${transfer.from} has TP ${transfer.fromTp} and stage ${transfer.to} TP ${transfer.toTp}: the larger is no multiple of the smaller, and the KV transfer between them raises. Choose sizes that divide.`,
        arithmetic: `${remainder(transfer)}, must be 0`,
        place: placeOfMapping(view, transfer, transfer.to),
        stages: endsOf(transfer),
        edges: edgeOf(transfer),
        related: [
          {
            ...placeOfMapping(view, transfer, transfer.from),
            message: `Stage ${transfer.from}: TP ${transfer.fromTp}`,
          },
        ],
      })),
}

function heads(view: RuleView, transfer: KvTransfer): readonly FindingDraft[] {
  const dims = view.pipeline?.kvDims ?? {}
  const known = Object.hasOwn(dims, transfer.from) ? dims[transfer.from] : undefined
  if (known === undefined || !divides(transfer)) return []
  const { fromTp, toTp } = transfer
  const shared = {
    place: placeOfMapping(view, transfer, transfer.to),
    stages: endsOf(transfer),
    edges: edgeOf(transfer),
  }
  const shard = Math.ceil(known.kvHeads / fromTp)
  const ratio = toTp / fromTp
  if (toTp > fromTp && shard % ratio !== 0)
    return [
      {
        ...shared,
        message: `Each rank of stage ${transfer.from} holds ${countWords(shard, 'KV head')}, which cannot be shared out to ${ratio} ranks of stage ${transfer.to}: the runtime raises "KV head count must be divisible". Lower the TP of stage ${transfer.to} or raise that of stage ${transfer.from}.`,
        arithmetic: `ceil(${known.kvHeads} / ${fromTp}) = ${shard} heads per rank; ${toTp} / ${fromTp} = ${ratio}; ${shard} % ${ratio} = ${shard % ratio}, must be 0`,
      },
    ]
  const largest = Math.max(fromTp, toTp)
  if (largest <= known.kvHeads) return []
  return [
    {
      ...shared,
      severity: 'warning',
      consequence: 'wastes',
      message: `TP ${largest} is more than the ${countWords(known.kvHeads, 'KV head')} of the model, so heads are kept several times and travel as often. TP ${known.kvHeads} is the most that splits them.`,
      arithmetic: `${largest} / ${known.kvHeads} = ${largest / known.kvHeads} copies`,
    },
  ]
}

const HEADS: Rule = {
  code: 'KV-4',
  family: 'kv',
  title: 'KV heads that do not divide',
  explanation:
    'Where the receiving stage is split finer than the sending one, every sender cuts its KV heads into equal slices. The heads of one sending rank, `ceil(heads / TP)`, must be divisible by the ratio of the two TP sizes. More ranks than heads are possible and keep copies. The number of heads comes from the pipeline; where it is not known, nothing is said.',
  source: 'KV transfer manager (head slicing), PR 2731',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view => live(view).flatMap(transfer => heads(view, transfer)),
}

/** Axes of a receiver along which every rank wants the same cache, and their product. */
function readers(view: RuleView, stage: string): readonly (readonly [string, number])[] {
  const parallel = view.field(stage, 'parallel_config')
  const read = (key: string): number => {
    const nested = isDict(parallel?.value) ? dictGet(parallel.value, key) : undefined
    const value = nested ?? (isDict(parallel?.value) ? undefined : view.field(stage, key)?.value)
    const size = value === undefined || value === null ? null : pyInt(value)
    return size?.ok && size.value > 1 ? Number(size.value) : 1
  }
  return ['ulysses_degree', 'ring_degree', 'data_parallel_size']
    .map(key => [key, read(key)] as const)
    .filter(([, size]) => size > 1)
}

const ONE_SHOT: Rule = {
  code: 'KV-7',
  family: 'kv',
  title: 'One payload for several readers',
  explanation:
    'Sequence-parallel and data-parallel ranks of the receiver each want the whole KV cache, but shared memory, CUDA IPC and the transfer engines give a payload to one reader and free it. Where the ranks do not share it out among themselves, the others wait. Later runtimes let one leader read and broadcast (PR 3942).',
  source: '#3957, PR 3942',
  targets: ['2026-07'],
  severity: 'warning',
  consequence: 'hangs',
  check: view =>
    live(view).flatMap(transfer => {
      const entry =
        transfer.connectorName === null ? null : connectorEntry(transfer.connectorName, view.target)
      const axes = readers(view, transfer.to)
      if (entry === null || !entry.singleConsumer || axes.length === 0) return []
      const count = axes.reduce((product, [, size]) => product * size, 1)
      return {
        message: `${count} ranks of stage ${transfer.to} want the same KV cache of stage ${transfer.from}, but ${entry.name} gives every payload to one reader only. Check that your runtime reads with one leader and broadcasts, or use a store connector.`,
        arithmetic: `${axes.map(([key, size]) => `${key} ${size}`).join(' × ')} = ${count} readers > 1`,
        place: kvPlace(view, transfer.to, 'need_recv_cache'),
        stages: [transfer.to],
        edges: edgeOf(transfer),
      }
    }),
}

export const RANK_RULES: readonly Rule[] = [KEYS, RATIO, HEADS]
export { ONE_SHOT }
