import type { PortEndpoint } from '../../../contract/analysis.ts'
import type { Fix } from '../../../contract/finding.ts'
import { nodeAt, type Path } from '../../../document/index.ts'
import { baseOf, nextFreeBase } from '../../../ports/free-base.ts'
import { setValue } from '../../fixes.ts'
import type { RuleView } from '../../view.ts'

/** Where the base is written, or would be, of an endpoint or definition at `path`. */
export const basePathOf = (path: Path): Path =>
  path.at(-1) === 'zmq_port' ? path : [...path, 'extra', 'zmq_port']

const pathKey = (endpoint: PortEndpoint): string => JSON.stringify(basePathOf(endpoint.path))

/** Listeners of the plan, those first that a rule looks at. */
export const listeners = (view: RuleView): readonly PortEndpoint[] =>
  view.ports.endpoints.filter(endpoint => endpoint.action === 'bind')

export const sameBase = (a: PortEndpoint, b: PortEndpoint): boolean => pathKey(a) === pathKey(b)

/** What a moved base keeps clear of, besides the ports of the other connectors. */
export interface Obstacles {
  readonly taken?: Iterable<number>
  readonly avoid?: readonly (readonly [number, number])[]
}

/** The next base for the endpoint's connector with which none of its ports meets another's. */
export function freeBase(view: RuleView, endpoint: PortEndpoint, obstacles: Obstacles = {}): number | null {
  const base = baseOf(endpoint)
  if (base === null) return null
  const key = pathKey(endpoint)
  const all = listeners(view)
  const machine = view.context.machine
  const others = all.filter(other => pathKey(other) !== key).map(other => other.port)
  const listening = (machine?.listeningPorts ?? []).map(({ port }) => port)
  return nextFreeBase({
    base,
    own: all.filter(other => pathKey(other) === key).map(other => other.port),
    taken: new Set([...others, ...listening, ...(obstacles.taken ?? [])]),
    avoid: [...(obstacles.avoid ?? [])],
  })
}

/**
 * Writes a base for the connector at `path`. None where the definition is not in this text, or where the base is no
 * plain number (`${PORT}`).
 */
export function writeBase(view: RuleView, path: Path, base: number): Fix | null {
  if (nodeAt(view.document, path) === null) return null
  const target = basePathOf(path)
  const written = nodeAt(view.document, target)
  if (written !== null && (written.kind !== 'scalar' || typeof written.value !== 'number')) return null
  return setValue(view.document, target, base, `Move the base port to ${base}`)
}

/** Writes the next free base for the endpoint's connector; none where no base is free. */
export function moveBase(view: RuleView, endpoint: PortEndpoint, obstacles: Obstacles = {}): Fix | null {
  const base = freeBase(view, endpoint, obstacles)
  return base === null ? null : writeBase(view, endpoint.path, base)
}
