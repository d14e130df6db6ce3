import { connectorEntry } from '../../../connectors/index.ts'
import type { EdgeView } from '../../../contract/analysis.ts'
import type { KvTransfer } from '../../../contract/effective.ts'
import { hostNamesOf } from '../../../inventory/index.ts'
import { edgePreset } from '../../../payload/index.ts'
import { measuredHost } from '../../../ports/machines.ts'
import { dictGet, isInt, pyInt } from '../../../value/index.ts'
import { kvTransfersOf, specOf } from '../../lookups.ts'
import type { RuleInput } from '../../types.ts'
import { createView, type RuleView } from '../../view.ts'
import { wholeNumber } from '../../words.ts'

/** What an edge holds in shared memory when its sender is busy. */
export interface EdgeNeed {
  readonly edge: EdgeView
  readonly bytes: number
  readonly formula: string
}

/** Requests that the sender has at once; one where the file leaves it open. */
function inFlight(view: RuleView, stage: string): number {
  const field = view.field(stage, 'max_num_seqs')
  const known = field === null || field.source.provenance === 'default' ? null : pyInt(field.value ?? 1)
  const count = known?.ok ? Number(known.value) : 1
  return Number.isSafeInteger(count) && count > 0 ? count : 1
}

function kvNeed(edge: EdgeView, kv: KvTransfer, requests: number): EdgeNeed | null {
  if (kv.bytesPerRank === null) return null
  const bytes = kv.bytesPerRank * kv.fromTp * kv.keysPerRequest * requests
  const formula = `${wholeNumber(kv.bytesPerRank)} B × ${kv.fromTp} ranks × ${kv.keysPerRequest} ${kv.keysPerRequest === 1 ? 'key' : 'keys'} × ${requests} in flight = ${wholeNumber(bytes)} B`
  return { edge, bytes, formula }
}

/** Small payloads of the oldest runtime travel in the metadata. */
function isInline(view: RuleView, edge: EdgeView, bytes: number): boolean {
  const { path, defaultThresholdBytes } = view.runtime.sharedMemory
  if (path !== 'inline-below-threshold') return false
  const spec = specOf(view, edge)?.spec
  const written = spec === undefined ? undefined : dictGet(spec.extra, 'shm_threshold_bytes')
  return bytes <= (isInt(written) ? Number(written) : defaultThresholdBytes)
}

/** What one edge needs; null where it does not use shared memory, or the size of its payload is not known. */
export function needOf(view: RuleView, edge: EdgeView): EdgeNeed | null {
  if (!isShared(view, edge)) return null
  const requests = inFlight(view, edge.from)
  const kv = kvTransfersOf(view, edge)[0]
  if (kv?.needSend && kv.needRecv) return kvNeed(edge, kv, requests)
  const preset = edgePreset(view.pipeline, edge.id)
  if (preset === null || isInline(view, edge, preset.bytes)) return null
  const bytes = preset.bytes * requests
  const formula = `${wholeNumber(preset.bytes)} B (${preset.id}) × ${requests} in flight = ${wholeNumber(bytes)} B`
  return { edge, bytes, formula }
}

/** What a file puts into the shared memory of the machine that was measured. */
export interface SharedMemoryNeed {
  readonly bytes: number
  /** Per edge, with the numbers. */
  readonly formulas: readonly string[]
  /** Edges through shared memory whose payload is not known. */
  readonly unknown: readonly string[]
}

/** Sums the edges whose sender is on this machine, which are all of them where no inventory tells. */
export function sharedMemoryNeed(input: RuleInput): SharedMemoryNeed {
  const view = createView(input, {}, new Set())
  const here = view.edges.filter(edge => isShared(view, edge) && isHere(view, edge))
  const needs = here.flatMap(edge => needOf(view, edge) ?? [])
  const known = new Set(needs.map(need => need.edge))
  return {
    bytes: needs.reduce((sum, need) => sum + need.bytes, 0),
    formulas: needs.map(({ edge, formula }) => `${edge.id}: ${formula}`),
    unknown: here.filter(edge => !known.has(edge)).map(({ id }) => id),
  }
}

const isShared = (view: RuleView, edge: EdgeView): boolean =>
  !edge.ghost && connectorEntry(edge.connectorName, view.target)?.transport === 'shared-memory'

function isHere({ hosts, context }: RuleView, edge: EdgeView): boolean {
  if (hosts === null) return true
  const host = hostNamesOf(hosts, edge.from)[0] ?? null
  return context.machine !== undefined && host !== null && measuredHost(hosts, context.machine) === host
}
