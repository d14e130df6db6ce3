import { connectorEntry, extraKey } from '../connectors/index.ts'
import type { EdgeSpec } from '../contract/analysis.ts'
import { dictGet, isInt, isString } from '../value/index.ts'
import { specEdges } from './engines.ts'
import { differingKeys } from './rules/wiring/fan.ts'
import type { RuleView } from './view.ts'

/** The registered memory of one connector instance. */
export interface MemoryPool {
  readonly bytes: number
  /** `cpu` for pinned host memory, else a device. */
  readonly device: string
  readonly edge: EdgeSpec
}

/** The pool that an edge's connector makes on each end; null for a class without one, or a size that is no integer. */
function poolOf(view: RuleView, edge: EdgeSpec): MemoryPool | null {
  const entry = connectorEntry(edge.spec.name, view.target)
  const [size, home] = [
    entry && extraKey(entry, 'memory_pool_size'),
    entry && extraKey(entry, 'memory_pool_device'),
  ]
  if (size === null) return null
  const written = dictGet(edge.spec.extra, 'memory_pool_size') ?? size.default ?? null
  const device = dictGet(edge.spec.extra, 'memory_pool_device') ?? home?.default ?? 'cpu'
  if (typeof written !== 'number' || !isInt(written) || written < 1 || !isString(device)) return null
  return { bytes: written, device: device.toLowerCase(), edge }
}

/** True when one dual instance serves both directions. */
const sharesInstance = (a: EdgeSpec, b: EdgeSpec): boolean =>
  a.spec.name === b.spec.name && differingKeys(a.spec.extra, b.spec.extra).length === 0

/** The pools that one rank of a stage makes: one for each instance, a middle stage's two directions sharing one. */
export function poolsOfRank(view: RuleView, stage: string): readonly MemoryPool[] {
  const instances: EdgeSpec[] = []
  for (const edge of specEdges(view)) {
    if (edge.from !== stage && edge.to !== stage) continue
    if (!instances.some(other => sharesInstance(other, edge))) instances.push(edge)
  }
  return instances.flatMap(edge => poolOf(view, edge) ?? [])
}
