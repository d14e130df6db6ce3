import type { PortEndpoint, PortPlan } from '../contract/analysis.ts'
import type { EdgeRef } from '../contract/finding.ts'
import type { RuntimeFault } from '../resolve/index.ts'
import type { PyInt } from '../value/index.ts'
import type { EngineEdge } from './engine-edge.ts'

/** Far beyond any deployment; what a file of absurd sizes asks for is not listed to the end. */
const MAX_ENDPOINTS = 50_000

export type EndpointDraft = Omit<
  PortEndpoint,
  'edge' | 'connectorLabel' | 'connectorName' | 'path' | 'port'
> & {
  readonly port: PyInt
}

/** Gathers endpoints and, once each, what keeps others from being known. */
export class PortCollector {
  readonly #endpoints: PortEndpoint[] = []
  readonly #problems = new Map<string, PortPlan['problems'][number]>()

  get full(): boolean {
    return this.#endpoints.length >= MAX_ENDPOINTS
  }

  add(engine: EngineEdge, draft: EndpointDraft): void {
    if (this.full) {
      this.complain(
        engine.edge,
        `The plan has more than ${MAX_ENDPOINTS} endpoints; those of this edge are cut off.`,
      )
      return
    }
    const { from, to } = engine.edge
    this.#endpoints.push({
      edge: { from, to },
      connectorLabel: engine.label,
      connectorName: engine.name,
      ...draft,
      port: Number(draft.port),
      path: engine.path,
    })
  }

  fault(engine: EngineEdge, fault: RuntimeFault): void {
    this.complain(engine.edge, fault.message)
  }

  complain({ from, to }: EdgeRef, message: string): void {
    const key = JSON.stringify([from, to, message])
    if (!this.#problems.has(key)) this.#problems.set(key, { edge: { from, to }, message })
  }

  plan(): PortPlan {
    return { endpoints: this.#endpoints, problems: [...this.#problems.values()] }
  }
}
