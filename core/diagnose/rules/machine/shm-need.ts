import { connectorEntry } from '../../../connectors/index.ts'
import type { EdgeView } from '../../../contract/analysis.ts'
import type { KvTransfer } from '../../../contract/effective.ts'
import { placementOf } from '../../../inventory/index.ts'
import { edgePreset } from '../../../payload/index.ts'
import { measuredHost } from '../../../ports/machines.ts'
import { dictGet, isInt, pyInt } from '../../../value/index.ts'
import { kvTransfersOf, specOf } from '../../lookups.ts'
import type { RuleInput } from '../../types.ts'
import { createView, type RuleView } from '../../view.ts'
import { wholeNumber } from '../../words.ts'

/** What an edge holds in one shared memory when its senders are busy. */
export interface EdgeNeed {
  readonly edge: EdgeView
  /** The inventory's host of the memory; null without an inventory, or for a sender that it does not place. */
  readonly host: string | null
  readonly bytes: number
  readonly formula: string
}

/** Requests that one replica of the sender has at once; one where the file leaves it open. */
function inFlight(view: RuleView, stage: string): number {
  const field = view.field(stage, 'max_num_seqs')
  const known = field === null || field.source.provenance === 'default' ? null : pyInt(field.value ?? 1)
  const count = known?.ok ? Number(known.value) : 1
  return Number.isSafeInteger(count) && count > 0 ? count : 1
}

/** What one request of an edge holds, with its part of the formula. */
interface RequestNeed {
  readonly bytes: number
  readonly formula: string
}

function kvNeed(kv: KvTransfer): RequestNeed | null {
  if (kv.bytesPerRank === null) return null
  const formula = `${wholeNumber(kv.bytesPerRank)} B × ${kv.fromTp} ranks × ${kv.keysPerRequest} ${kv.keysPerRequest === 1 ? 'key' : 'keys'}`
  return { bytes: kv.bytesPerRank * kv.fromTp * kv.keysPerRequest, formula }
}

/** Small payloads of the oldest runtime travel in the metadata. */
function isInline(view: RuleView, edge: EdgeView, bytes: number): boolean {
  const { path, defaultThresholdBytes } = view.runtime.sharedMemory
  if (path !== 'inline-below-threshold') return false
  const spec = specOf(view, edge)?.spec
  const written = spec === undefined ? undefined : dictGet(spec.extra, 'shm_threshold_bytes')
  return bytes <= (isInt(written) ? Number(written) : defaultThresholdBytes)
}

/** Null where the edge does not use shared memory, or the size of its payload is not known. */
function requestNeed(view: RuleView, edge: EdgeView): RequestNeed | null {
  if (!isShared(view, edge)) return null
  const kv = kvTransfersOf(view, edge)[0]
  if (kv?.needSend && kv.needRecv) return kvNeed(kv)
  const preset = edgePreset(view.pipeline, edge.id)
  if (preset === null || isInline(view, edge, preset.bytes)) return null
  return { bytes: preset.bytes, formula: `${wholeNumber(preset.bytes)} B (${preset.id})` }
}

/** How many replicas of a stage run on which host: its list is walked in turn. Without an inventory all on one. */
function replicasByHost(view: RuleView, stage: string): ReadonlyMap<string | null, number> {
  const replicas = view.stageById.get(stage)?.replicas ?? 1
  const hosts = view.hosts === null ? [] : (placementOf(view.hosts, stage)?.hosts ?? [])
  if (hosts.length === 0) return new Map([[null, replicas]])
  const counts = new Map<string | null, number>()
  for (const [index, host] of hosts.slice(0, replicas).entries())
    counts.set(host, (counts.get(host) ?? 0) + Math.ceil((replicas - index) / hosts.length))
  return counts
}

/**
 * What an edge needs on each host. Every replica of the sender is an engine of its own that takes `max_num_seqs`
 * requests, so those of one host add up.
 */
export function needsOf(view: RuleView, edge: EdgeView): readonly EdgeNeed[] {
  const each = requestNeed(view, edge)
  if (each === null) return []
  const requests = inFlight(view, edge.from)
  return [...replicasByHost(view, edge.from)].map(([host, replicas]) => {
    const bytes = each.bytes * requests * replicas
    const times = replicas > 1 ? ` × ${replicas} replicas` : ''
    const formula = `${each.formula} × ${requests} in flight${times} = ${wholeNumber(bytes)} B`
    return { edge, host, bytes, formula }
  })
}

/** What a file puts into the shared memory of the machine that was measured. */
export interface SharedMemoryNeed {
  readonly bytes: number
  /** Per edge, with the numbers. */
  readonly formulas: readonly string[]
  /** Edges through shared memory whose payload is not known. */
  readonly unknown: readonly string[]
}

/** Sums what the senders on this machine hold, which are all of them where no inventory tells. */
export function sharedMemoryNeed(input: RuleInput): SharedMemoryNeed {
  const view = createView(input, {}, new Set())
  const here = view.edges.filter(edge => isShared(view, edge) && runsHere(view, edge))
  const needs = here.flatMap(edge => needsOf(view, edge).filter(need => isHere(view, need.host)))
  const known = new Set(needs.map(need => need.edge))
  return {
    bytes: needs.reduce((sum, need) => sum + need.bytes, 0),
    formulas: needs.map(({ edge, formula }) => `${edge.id}: ${formula}`),
    unknown: here.filter(edge => !known.has(edge)).map(({ id }) => id),
  }
}

const isShared = (view: RuleView, edge: EdgeView): boolean =>
  !edge.ghost && connectorEntry(edge.connectorName, view.target)?.transport === 'shared-memory'

/** True for the host that was measured; without an inventory that is the only one. */
function isHere({ hosts, context }: RuleView, host: string | null): boolean {
  if (hosts === null) return true
  return context.machine !== undefined && host !== null && measuredHost(hosts, context.machine) === host
}

const runsHere = (view: RuleView, edge: EdgeView): boolean =>
  [...replicasByHost(view, edge.from).keys()].some(host => isHere(view, host))
