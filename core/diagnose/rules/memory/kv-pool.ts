import { formatBytes } from '../../../bench/format.ts'
import type { KvTransfer } from '../../../contract/effective.ts'
import { nodeAt } from '../../../document/index.ts'
import { extraPlace, type UsedDefinition, usedDefinitions } from '../../definitions.ts'
import { setValue } from '../../fixes.ts'
import { edgeKey } from '../../lookups.ts'
import { oncePerView } from '../../once.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { wholeNumber } from '../../words.ts'

const GIB = 1024 ** 3
const TIGHT = 0.8

const definitionsByEdge = oncePerView(
  view =>
    new Map(
      usedDefinitions(view).flatMap(definition =>
        definition.edges.map(edge => [edgeKey(edge.from, edge.to), definition] as const),
      ),
    ),
)

const definitionOf = (view: RuleView, { from, to }: KvTransfer): UsedDefinition | null =>
  definitionsByEdge(view).get(edgeKey(from, to)) ?? null

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`

/** Whole gibibytes that keep the need within the comfortable part. */
const roomFor = (bytes: number): number => Math.ceil(bytes / TIGHT / GIB) * GIB

function tooSmall(view: RuleView, transfer: KvTransfer): readonly FindingDraft[] {
  const { from, poolFormula, poolNeedBytes: need, poolSizeBytes: size, to } = transfer
  const definition = definitionOf(view, transfer)
  if (need === null || size === null || definition === null || need <= TIGHT * size) return []
  const over = need > size
  const percent = Math.round((need / size) * 100)
  const advised = roomFor(need)
  const path = [...definition.path, 'extra', 'memory_pool_size']
  return [
    {
      message: over
        ? `The KV caches of edge ${from}→${to} need ${wholeNumber(need)} bytes (${gigabytes(need)}) when stage ${from} is busy, and the pool holds ${wholeNumber(size)} (${gigabytes(size)}): the allocator raises MemoryError, and the transfer fails. Raise memory_pool_size to ${advised} or lower max_num_seqs.`
        : `The KV caches of edge ${from}→${to} fill ${percent} % of the pool when stage ${from} is busy. Raise memory_pool_size to ${advised}, or lower max_num_seqs.`,
      arithmetic: `${poolFormula}; ${wholeNumber(need)} / ${wholeNumber(size)} = ${percent} %`,
      ...(over ? {} : { severity: 'warning' as const, consequence: 'falls-back' as const }),
      place: extraPlace(view, definition, 'memory_pool_size'),
      stages: [from, to],
      edges: [{ from, to }],
      ...(nodeAt(view.document, definition.path) === null
        ? {}
        : {
            fix: () =>
              setValue(view.document, path, advised, `Raise memory_pool_size to ${formatBytes(advised)}`),
          }),
    },
  ]
}

export const KV_POOL: Rule = {
  code: 'MEM-2',
  family: 'memory',
  title: 'Memory pool too small for the KV caches',
  explanation:
    'A transfer engine copies every payload into its pool, rounded up to 4 KiB, and keeps it until it is fetched, up to 300 s. The need of a sending rank is `bytes per rank × keys per request × requests in flight`, with `max_num_seqs` of the sender for the requests and the guidance companions for the keys. An exhausted pool raises MemoryError in the allocator, and the receiver waits in vain. Bytes per rank are `tokens × 2 × layers × ceil(kv_heads / TP) × head_dim × element size` for a typical prompt; where the model is not known, or `max_num_seqs` is not set, nothing is said.',
  source: 'MooncakeTransferEngineConnector (buffer pool); RFC 3635',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: view =>
    view.kv.transfers
      .filter(transfer => transfer.needSend && transfer.needRecv)
      .flatMap(transfer => tooSmall(view, transfer)),
}
