import { kvTargetRanks } from '../resolve/index.ts'
import { dictGet, isDict, type PyValue, pyInt } from '../value/index.ts'
import { kvValue, type StageRecord } from './stage-facts.ts'

/** TP sizes that one end of a transfer reckons with. */
export interface RankMapping {
  readonly fromTp: number
  readonly toTp: number
}

export interface RankPair {
  readonly fromRank: number
  readonly toRank: number
}

/** More ranks than any deployment has; past it nothing is listed. */
const MAX_RANKS = 4096

function sizeOf(value: PyValue | undefined): number | null {
  const result = value === undefined || value === null ? null : pyInt(value)
  const size = result?.ok ? Number(result.value) : null
  return size !== null && Number.isSafeInteger(size) ? size : null
}

/**
 * The mapping as one end's start writes it (runtime: stage init of `rank_mapping`): written halves count, the others
 * are the TP sizes of the two stages.
 */
export function inferredMapping(own: StageRecord, from: StageRecord, to: StageRecord): RankMapping {
  const written = kvValue(own, 'rank_mapping')
  const half = (key: string): number | null => (isDict(written) ? sizeOf(dictGet(written, key)) : null)
  return {
    fromTp: half('from_tp') ?? from.view.tensorParallelSize,
    toTp: half('to_tp') ?? to.view.tensorParallelSize,
  }
}

/**
 * The mapping that one end reckons with (runtime: KV transfer manager). Where neither half is above 1, its own TP size
 * takes the place of both.
 */
export function rankMapping(own: StageRecord, from: StageRecord, to: StageRecord): RankMapping {
  const mapping = inferredMapping(own, from, to)
  const { tensorParallelSize } = own.view
  return mapping.fromTp <= 1 && mapping.toTp <= 1
    ? { fromTp: tensorParallelSize, toTp: tensorParallelSize }
    : mapping
}

export type RankPairs =
  | { readonly ok: true; readonly pairs: readonly RankPair[] }
  | { readonly ok: false; readonly problem: string }

/** Which rank of the sender puts for which rank of the receiver; the runtime's words where the sizes don't divide. */
export function rankPairs({ fromTp, toTp }: RankMapping): RankPairs {
  if (Math.max(fromTp, toTp) > MAX_RANKS)
    return {
      ok: false,
      problem: `TP sizes of ${fromTp} and ${toTp} are beyond the ${MAX_RANKS} ranks that are listed.`,
    }
  const pairs: RankPair[] = []
  for (let fromRank = 0; fromRank < Math.max(1, fromTp); fromRank += 1) {
    const targets = kvTargetRanks({ fromTp, toTp, localRank: fromRank })
    if (!targets.ok) return { ok: false, problem: targets.error.message }
    for (const toRank of targets.value) pairs.push({ fromRank, toRank })
  }
  return { ok: true, pairs }
}

/** The key of one rank pair with the request left open (runtime: KV transfer manager, chunk 0). */
export const kvKey = (from: string, to: string, mapping: RankMapping, pair: RankPair): string =>
  mapping.fromTp === 1 && mapping.toTp === 1
    ? `omni_${from}_to_${to}_kv_cache_{request_id}`
    : `{request_id}_${from}_0_${pair.fromRank}_${pair.toRank}`
