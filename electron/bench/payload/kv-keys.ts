import { kvKey } from '../../../core/kv/rank-mapping.ts'
import { kvSourceRanks } from '../../../core/resolve/index.ts'

const REQUEST_ID = '{request_id}'

/**
 * Ids of the requests whose caches one request moves: its own and its guidance companions'. A companion is a request
 * like any other to the runtime's KV transfer; how it is called is the pipeline's affair, so this name is the bench's.
 */
export const requestIds = (requestId: string, companions: number): readonly string[] => [
  requestId,
  ...Array.from({ length: companions }, (_, index) => `${requestId}__companion_${index + 1}`),
]

/** A key whose request was left open, for one request. */
export const keyOf = (template: string, requestId: string): string => template.replace(REQUEST_ID, requestId)

/** A key of a request and those of its companions, with the request left open. */
export const withCompanions = (template: string, companions: number): readonly string[] =>
  requestIds(REQUEST_ID, companions).map(id => keyOf(template, id))

/**
 * Keys that the ranks of a receiving stage ask for, with the request left open: worked out from the receiver's side,
 * without what the sender does, so that the two can be compared. None where the TP sizes do not divide.
 */
export function keysAsked(
  from: string,
  to: string,
  cache: { readonly fromTp: number; readonly toTp: number; readonly companions: number },
): readonly string[] {
  const { fromTp, toTp, companions } = cache
  return Array.from({ length: toTp }, (_, toRank) => {
    const sources = kvSourceRanks({ fromTp, toTp, localRank: toRank })
    const ranks = sources.ok ? sources.value : []
    return ranks.flatMap(fromRank =>
      withCompanions(kvKey(from, to, { fromTp, toTp }, { fromRank, toRank }), companions),
    )
  }).flat()
}
