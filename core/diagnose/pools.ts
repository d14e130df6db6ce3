import { connectorEntry, extraKey } from '../connectors/index.ts'
import type { EdgeSpec } from '../contract/analysis.ts'
import {
  dictGet,
  isDict,
  isInt,
  isList,
  isString,
  keyIdentity,
  type PyDict,
  type PyValue,
  pyStr,
} from '../value/index.ts'
import { specEdgesOf } from './lookups.ts'
import { DIRECTIONAL } from './rules/wiring/fan.ts'
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

/** Equal texts for values that are equal in Python. */
function identityOf(value: PyValue): string {
  if (isList(value)) return `[${value.map(identityOf).join()}]`
  return isDict(value) ? settingsIdentity(value, new Set()) : JSON.stringify(keyIdentity(value))
}

const settingsIdentity = (settings: PyDict, except: ReadonlySet<string>): string =>
  `{${[...settings]
    .filter(([key]) => !except.has(pyStr(key)))
    .map(([key, value]) => `${identityOf(key)}:${identityOf(value)}`)
    .sort()
    .join()}}`

const identities = new WeakMap<PyDict, string>()

/** The same text for edges of which one dual instance serves both directions. */
function instanceOf({ spec }: EdgeSpec): string {
  const known = identities.get(spec.extra) ?? settingsIdentity(spec.extra, DIRECTIONAL)
  identities.set(spec.extra, known)
  return `${JSON.stringify(spec.name)}${known}`
}

/** The pools that one rank of a stage makes: one for each instance, a middle stage's two directions sharing one. */
export function poolsOfRank(view: RuleView, stage: string): readonly MemoryPool[] {
  const instances = new Map<string, EdgeSpec>()
  for (const edge of specEdgesOf(view, stage)) {
    const instance = instanceOf(edge)
    if (!instances.has(instance)) instances.set(instance, edge)
  }
  return [...instances.values()].flatMap(edge => poolOf(view, edge) ?? [])
}
