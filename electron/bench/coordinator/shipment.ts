import { kvTokens, lanesOf } from '../../../core/bench/lanes.ts'
import type { BenchEdge, PayloadSpec } from '../../../core/bench/types.ts'
import type { Shipment } from '../messages.ts'

/** What the sender of an edge is to send for each request. */
export function shipmentOf(edge: BenchEdge, payload: PayloadSpec): Shipment {
  const lanes = lanesOf(edge).filter(({ idle }) => idle !== true)
  const plain = { edge: edge.id, payload, lanes: lanes.map(({ id }) => id) }
  if (edge.kv === undefined) return plain
  const kvLanes = lanes.flatMap(({ id, fromRank, toRank, key }) =>
    key === null ? [] : [{ lane: id, fromRank, toRank, key }],
  )
  const cache = { ...edge.kv, tokens: kvTokens(edge.kv, payload) }
  return { ...plain, kv: { cache, lanes: kvLanes } }
}
