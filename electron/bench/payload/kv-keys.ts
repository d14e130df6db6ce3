import { kvKey } from '../../../core/kv/rank-mapping.ts'
import { kvSourceRanks } from '../../../core/resolve/index.ts'

/**
 * Keys that the ranks of a receiving stage ask for, with the request left open: worked out from the receiver's side,
 * without what the sender does, so that the two can be compared. None where the TP sizes do not divide.
 */
export function keysAsked(
  from: string,
  to: string,
  { fromTp, toTp }: { readonly fromTp: number; readonly toTp: number },
): readonly string[] {
  return Array.from({ length: toTp }, (_, toRank) => {
    const sources = kvSourceRanks({ fromTp, toTp, localRank: toRank })
    const ranks = sources.ok ? sources.value : []
    return ranks.map(fromRank => kvKey(from, to, { fromTp, toTp }, { fromRank, toRank }))
  }).flat()
}
