import type { StageView } from '../../../contract/analysis.ts'
import type { KvStage, KvTransfer } from '../../../contract/effective.ts'
import { dictGet, isDict, pyEquals, pyRepr, pyStr } from '../../../value/index.ts'
import { planned, setValue } from '../../fixes.ts'
import { kvStageOf } from '../../lookups.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { fieldPlace, type RuleView, stagePlace } from '../../view.ts'
import { listWords, quote } from '../../words.ts'

/** Where a member of a stage's `omni_kv_config` stands, or would. */
export function kvPlace(view: RuleView, stage: string, key: string): Place {
  const field = view.field(stage, 'omni_kv_config')
  if (field === null) return stagePlace(view, stage)
  const place = fieldPlace(field)
  return place.elsewhere === true ? stagePlace(view, stage) : { path: [...place.path, key], part: 'whole' }
}

const edgeOf = (from: string, to: string) => [{ from, to }]

/**
 * A flag that nobody wrote may still be set by a pipeline that is not known here, so the finding is an error only
 * where the file itself or a known pipeline decides.
 */
const certainty = (view: RuleView): Pick<FindingDraft, 'severity'> =>
  view.config.legacy || view.pipeline !== null ? {} : { severity: 'warning' }

const unlessPipeline = (view: RuleView): string =>
  view.config.legacy || view.pipeline !== null ? '' : ' here (the pipeline, which is not known, may set it)'

/** Writes the missing flag at the other end, beside what its `omni_kv_config` holds already. */
function setFlag(view: RuleView, stage: string, key: string) {
  const field = view.field(stage, 'omni_kv_config')
  const path = view.stageById.get(stage)?.path ?? null
  if (field?.source.provenance === 'pipeline' || path === null) return {}
  const home =
    field !== null && field.source.file === null && field.source.range !== null
      ? field.source.path
      : [...path, ...(view.config.legacy ? ['engine_args'] : []), 'omni_kv_config']
  return {
    fix: () => setValue(view.document, [...home, key], true, `Set ${key} on stage ${stage}`),
  }
}

function unpaired(view: RuleView, transfer: KvTransfer): readonly FindingDraft[] {
  const { from, to, needSend, needRecv } = transfer
  if (needSend === needRecv) return []
  if (needSend)
    return [
      {
        ...certainty(view),
        message: `Stage ${from} sends its KV cache to stage ${to}, which has no need_recv_cache${unlessPipeline(view)}: the cache is never fetched and fills the sender's memory. Set need_recv_cache: true on stage ${to}.`,
        arithmetic: 'need_send_cache = true, need_recv_cache = false',
        consequence: 'wastes',
        place: kvPlace(view, from, 'need_send_cache'),
        stages: [from, to],
        edges: edgeOf(from, to),
        related: [{ ...stagePlace(view, to), message: `Stage ${to} does not receive` }],
        ...setFlag(view, to, 'need_recv_cache'),
      },
    ]
  const timeout = kvStageOf(view, to)?.recvTimeoutSeconds ?? 30
  return [
    {
      ...certainty(view),
      message: `Stage ${to} waits for a KV cache from stage ${from}, which has no need_send_cache${unlessPipeline(view)}: every request waits ${timeout} s and then goes on without it. Set need_send_cache: true on stage ${from}.`,
      arithmetic: `need_send_cache = false, need_recv_cache = true, recv_timeout = ${timeout} s`,
      place: kvPlace(view, to, 'need_recv_cache'),
      stages: [from, to],
      edges: edgeOf(from, to),
      related: [{ ...stagePlace(view, from), message: `Stage ${from} does not send` }],
      ...setFlag(view, from, 'need_send_cache'),
    },
  ]
}

/** Flags without an edge that has a connector: the KV manager logs "No connector available" and skips the cache. */
function unwired(view: RuleView, stage: KvStage): readonly FindingDraft[] {
  if (!view.transfer.ok || !view.readsWiring) return []
  const sends = stage.needSend && stage.from !== stage.stage
  const receives = stage.needRecv && !stage.needSend && stage.connectorConfig === null
  if (!sends && !receives) return []
  return [
    {
      message: sends
        ? `Stage ${stage.stage} sends its KV cache, but no outgoing edge of it has a connector: the runtime logs "No connector available" and sends nothing. Wire output_connectors.`
        : `Stage ${stage.stage} waits for a KV cache, but no incoming edge of it has a connector: the runtime logs "No connector available" and goes on without the cache. Wire input_connectors.`,
      consequence: 'falls-back',
      place: kvPlace(view, stage.stage, sends ? 'need_send_cache' : 'need_recv_cache'),
      stages: [stage.stage],
    },
  ]
}

/** A receiver whose sender is wired to somebody else first. */
function otherReceiver(view: RuleView, transfer: KvTransfer): readonly FindingDraft[] {
  if (!transfer.needSend || !transfer.needRecv) return []
  const sender = kvStageOf(view, transfer.from)
  if (sender === undefined || sender.from !== transfer.from || sender.to === transfer.to) return []
  return [
    {
      message: `Stage ${transfer.to} waits for the KV cache of stage ${transfer.from}, which sends only to stage ${sender.to}, the smallest id among its outgoing edges. Wire stage ${transfer.from} to stage ${transfer.to} alone.`,
      place: kvPlace(view, transfer.to, 'need_recv_cache'),
      stages: [transfer.from, transfer.to],
      edges: edgeOf(transfer.from, transfer.to),
    },
  ]
}

function bothFlags(view: RuleView, stage: StageView): readonly FindingDraft[] {
  if (!stage.needSendCache || !stage.needRecvCache) return []
  return [
    {
      severity: 'warning',
      consequence: 'falls-back',
      message: `Stage ${stage.id} has need_send_cache and need_recv_cache: its KV manager is always made a sender and cannot receive with the same connector. Keep one of the two.`,
      place: kvPlace(view, stage.id, 'need_recv_cache'),
      stages: [stage.id],
    },
  ]
}

const CRITERIA = ['prefill_finished', 'special_token']

function criteria(view: RuleView, stage: KvStage): readonly FindingDraft[] {
  if (!stage.needSend || !isDict(stage.criteria)) return []
  const type = dictGet(stage.criteria, 'type')
  const place = kvPlace(view, stage.stage, 'kv_transfer_criteria')
  const shared = {
    severity: 'warning' as const,
    place,
    stages: [stage.stage],
  }
  if (typeof type !== 'string' || !CRITERIA.includes(type))
    return [
      {
        ...shared,
        message: `Stage ${stage.stage} sends its KV cache on ${type === undefined ? 'a criterion without a type' : quote(pyStr(type))}, which never comes: there are ${listWords(CRITERIA)}. Without kv_transfer_criteria the cache goes when the request has finished.`,
      },
    ]
  if (type === 'special_token' && (dictGet(stage.criteria, 'token_id') ?? null) === null)
    return [
      {
        ...shared,
        message: `Stage ${stage.stage} sends its KV cache on a special token without naming it. Add token_id.`,
      },
    ]
  return []
}

/** A pipeline that has an `omni_kv_config` of its own replaces what the file says as a whole. */
function replaced(view: RuleView, stage: StageView): readonly FindingDraft[] {
  const field = view.field(stage.id, 'omni_kv_config')
  if (field === null || field.source.provenance !== 'pipeline') return []
  const written = field.hidden.find(layer => layer.source.file === null && layer.source.range !== null)
  if (written === undefined || pyEquals(written.value, field.value)) return []
  const { path } = written.source
  return [
    {
      severity: 'warning',
      consequence: 'silently-wrong',
      message: `The omni_kv_config of stage ${stage.id} is not used: pipeline ${view.pipeline?.key ?? ''} has one of its own, which replaces it as a whole. Remove it here.`,
      arithmetic: `${pyRepr(written.value)} gives way to ${pyRepr(field.value)}`,
      place: { path, part: 'key' },
      stages: [stage.id],
      fix: () => planned(view.document, 'Remove omni_kv_config', draft => draft.remove(path)),
    },
  ]
}

function pairing(view: RuleView): readonly FindingDraft[] {
  const ends = view.kv.transfers.flatMap(transfer => [
    ...unpaired(view, transfer),
    ...otherReceiver(view, transfer),
  ])
  const judged = new Set(ends.flatMap(draft => draft.stages ?? []))
  return [
    ...ends,
    ...view.kv.stages.filter(stage => !judged.has(stage.stage)).flatMap(stage => unwired(view, stage)),
    ...view.stages.flatMap(stage => bothFlags(view, stage)),
    ...view.kv.stages.flatMap(stage => criteria(view, stage)),
    ...view.stages.flatMap(stage => replaced(view, stage)),
  ]
}

export const PAIRING: Rule = {
  code: 'KV-1',
  family: 'kv',
  title: 'KV cache that never arrives',
  explanation:
    'A KV cache travels when the sender has `need_send_cache`, the receiver has `need_recv_cache`, and the edge between them has a connector. If one of the three is missing the receiver waits for `recv_timeout` (30 s) and then goes on without the cache, which gives a wrong or slow result (#3595, #5578). A middle stage is always made a sender. Criteria other than `prefill_finished` and `special_token` never trigger, and a pipeline that has an `omni_kv_config` of its own replaces the one in the file.',
  source: 'KV transfer manager, resolve_omni_kv_config_for_stage, #3595, PR 5620',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'hangs',
  check: pairing,
}
