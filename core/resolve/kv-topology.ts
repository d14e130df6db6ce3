import type { Result } from '../contract/index.ts'
import { attempt, type RuntimeFault, raise } from './fault.ts'

/** TP sizes of the two ends of a KV transfer, and the rank that asks. */
export interface KvTopology {
  readonly fromTp: number
  readonly toTp: number
  readonly localRank: number
}

/** ValueError unless both sizes are positive and the larger is a multiple of the smaller. */
function checkTopology({ fromTp, toTp, localRank }: KvTopology): void {
  if (fromTp <= 0 || toTp <= 0) raise('ValueError', `Invalid KV TP mapping: from_tp=${fromTp}, to_tp=${toTp}`)
  if (localRank < 0) raise('ValueError', `Invalid KV TP mapping: local_rank=${localRank}`)
  if (Math.max(fromTp, toTp) % Math.min(fromTp, toTp) !== 0)
    raise('ValueError', `KV TP mapping must be divisible: from_tp=${fromTp}, to_tp=${toTp}`)
}

/** The peers of a rank: a run of ranks where the peer is split finer, the one that holds it where it is coarser. */
function peerRanks(rank: number, ownTp: number, peerTp: number): readonly number[] {
  if (ownTp >= peerTp) return [Math.floor(rank / (ownTp / peerTp))]
  const ratio = peerTp / ownTp
  return Array.from({ length: ratio }, (_, index) => rank * ratio + index)
}

/** Ranks of the receiving stage that a sender's rank puts keys for (runtime: KV transfer manager). */
export function kvTargetRanks(topology: KvTopology): Result<readonly number[], RuntimeFault> {
  return attempt(() => {
    checkTopology(topology)
    return peerRanks(topology.localRank, topology.fromTp, topology.toTp)
  })
}

/** Ranks of the sending stage that a receiver's rank pulls from, in the order in which heads are joined. */
export function kvSourceRanks(topology: KvTopology): Result<readonly number[], RuntimeFault> {
  return attempt(() => {
    checkTopology(topology)
    return peerRanks(topology.localRank, topology.toTp, topology.fromTp)
  })
}

/** Which part of a sender's heads goes to a target of a finer split stage. */
export interface KvHeadSlice {
  readonly offsetInShard: number
  readonly slices: number
  readonly heads: number
}

/**
 * The slice that `targetRank` gets of a shard of `heads` KV heads. Null where the sender is not split coarser;
 * ValueError where the heads don't divide.
 */
export function kvHeadSlice(
  topology: Omit<KvTopology, 'localRank'>,
  targetRank: number,
  heads: number,
): Result<KvHeadSlice | null, RuntimeFault> {
  return attempt(() => {
    checkTopology({ ...topology, localRank: targetRank })
    const { fromTp, toTp } = topology
    if (fromTp >= toTp) return null
    const slices = toTp / fromTp
    if (heads % slices !== 0)
      raise(
        'ValueError',
        `KV head count must be divisible for heterogeneous TP slicing: heads=${heads}, slices=${slices}`,
      )
    return { offsetInShard: targetRank % slices, slices, heads: heads / slices }
  })
}
