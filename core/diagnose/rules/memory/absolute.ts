import { formatBytes } from '../../../bench/format.ts'
import type { StageView } from '../../../contract/analysis.ts'
import { findHost } from '../../../inventory/index.ts'
import { kvBytes } from '../../../payload/index.ts'
import { pyInt } from '../../../value/index.ts'
import { deviceUses } from '../../devices.ts'
import { poolsOfRank } from '../../pools.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { fieldPlace, type RuleView, stagePlace } from '../../view.ts'
import { listWords, wholeNumber } from '../../words.ts'
import { shareOf } from './shares.ts'

/** A part of what a rank surely takes of its card. */
interface Part {
  readonly words: string
  readonly bytes: number
  readonly place: Place
}

/** Memory of the smallest card of each stage; only cards of the inventory have one. */
function cardMemory(view: RuleView): ReadonlyMap<string, number> {
  const { hosts } = view
  const smallest = new Map<string, number>()
  if (hosts === null) return smallest
  for (const { host, physical, stage } of deviceUses(view)) {
    const gpus = host === null ? null : (findHost(hosts, host)?.gpus ?? null)
    const memory = physical === null ? null : (gpus?.[Number(physical)]?.memoryBytes ?? null)
    if (memory !== null) smallest.set(stage, Math.min(memory, smallest.get(stage) ?? memory))
  }
  return smallest
}

/** A field that somebody wrote, as a positive integer. */
function writtenInteger(view: RuleView, stage: string, key: string): { value: number; place: Place } | null {
  const field = view.field(stage, key)
  if (field === null || field.source.provenance === 'default' || field.value === null) return null
  const number = pyInt(field.value)
  const value = number.ok ? Number(number.value) : 0
  return Number.isSafeInteger(value) && value > 0 ? { value, place: fieldPlace(field) } : null
}

/** The cache of one request of the full length, which the engine insists on. */
function longestRequest(view: RuleView, stage: StageView): Part | null {
  const dims = view.pipeline?.kvDims ?? {}
  const known = Object.hasOwn(dims, stage.id) ? dims[stage.id] : undefined
  const length = writtenInteger(view, stage.id, 'max_model_len')
  if (known === undefined || length === null) return null
  const kv = kvBytes({ ...known, tokens: length.value, tensorParallelSize: stage.tensorParallelSize })
  if (kv === null) return null
  const words = `KV cache of ${wholeNumber(length.value)} tokens (${formatBytes(kv.bytesPerRank)})`
  return { words, bytes: kv.bytesPerRank, place: length.place }
}

function poolParts(view: RuleView, stage: StageView): readonly Part[] {
  return poolsOfRank(view, stage.id)
    .filter(pool => pool.device.startsWith('cuda'))
    .map(pool => ({
      words: `connector pool (${formatBytes(pool.bytes)})`,
      bytes: pool.bytes,
      place: stagePlace(view, stage.id),
    }))
}

const sumText = (parts: readonly Part[], sum: number): string =>
  parts.length === 1
    ? formatBytes(sum)
    : `${parts.map(part => formatBytes(part.bytes)).join(' + ')} = ${formatBytes(sum)}`

function tooLarge(view: RuleView, stage: StageView, memory: number): readonly FindingDraft[] {
  const fixed = writtenInteger(view, stage.id, 'kv_cache_memory_bytes')
  const longest = longestRequest(view, stage)
  const share = fixed === null ? (shareOf(view, stage.id)?.value ?? null) : 1
  const cache =
    fixed === null
      ? longest
      : {
          words: `kv_cache_memory_bytes (${formatBytes(fixed.value)})`,
          bytes: fixed.value,
          place: fixed.place,
        }
  const parts = [...(cache === null ? [] : [cache]), ...poolParts(view, stage)]
  const [first] = parts
  const need = parts.reduce((sum, part) => sum + part.bytes, 0)
  if (first === undefined || share === null || need <= share * memory) return []
  const room = formatBytes(share * memory)
  return [
    {
      message: `Stage ${stage.id} needs ${formatBytes(need)} on each card before any weights (${listWords(parts.map(part => part.words))}), and ${share === 1 ? `the card has ${room}` : `its share of the card is ${room}`}. Lower ${fixed === null ? 'max_model_len or the pool' : 'kv_cache_memory_bytes'}, or raise the TP size.`,
      arithmetic: `${sumText(parts, need)} > ${share} × ${formatBytes(memory)} = ${room}`,
      place: first.place,
      stages: [stage.id],
    },
  ]
}

export const ABSOLUTE: Rule = {
  code: 'MEM-5',
  family: 'memory',
  title: 'Stage that does not fit its card',
  explanation:
    'A rank’s weights, KV cache, graphs and connector pools must fit into `gpu_memory_utilization` of the card, or into the card itself where `kv_cache_memory_bytes` fixes the cache. Weights are not known here, so only what surely does not fit is reported: the cache of one request of `max_model_len` tokens (`2 × layers × ceil(kv_heads / TP) × head_dim × element size` per token), which the engine insists on, a fixed cache, and pools in GPU memory. The memory of the cards comes from the host inventory; without it nothing is said.',
  source: 'vLLM KV cache check; documentation of GPU memory',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view => {
    const memory = cardMemory(view)
    return view.stages.flatMap(stage => {
      const bytes = memory.get(stage.id)
      return bytes === undefined ? [] : tooLarge(view, stage, bytes)
    })
  },
}
