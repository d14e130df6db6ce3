import type { PortEndpoint } from '../../../contract/analysis.ts'
import type { Fix } from '../../../contract/finding.ts'
import type { Path } from '../../../document/index.ts'
import { basePathOf, freeBaseFor, isBaseWritable, type Obstacles } from '../../../ports/free-base.ts'
import { setValue } from '../../fixes.ts'
import type { RuleView } from '../../view.ts'

/** Listeners of the plan, those first that a rule looks at. */
export const listeners = (view: RuleView): readonly PortEndpoint[] =>
  view.ports.endpoints.filter(endpoint => endpoint.action === 'bind')

/** The next base for the endpoint's connector with which none of its ports meets another's. */
export const freeBase = (view: RuleView, endpoint: PortEndpoint, obstacles?: Obstacles): number | null =>
  freeBaseFor(endpoint, view.ports.endpoints, view.context.machine, obstacles)

/**
 * Writes a base for the connector at `path`. None where the definition is not in this text, or where the base is no
 * plain number.
 */
export function writeBase(view: RuleView, path: Path, base: number): Fix | null {
  if (!isBaseWritable(view.document, path)) return null
  return setValue(view.document, basePathOf(path), base, `Move the base port to ${base}`)
}

/** Writes the next free base for the endpoint's connector; none where no base is free. */
export function moveBase(view: RuleView, endpoint: PortEndpoint, obstacles?: Obstacles): Fix | null {
  const base = freeBase(view, endpoint, obstacles)
  return base === null ? null : writeBase(view, endpoint.path, base)
}
