import type { PortEndpoint, PortPlan } from '../contract/analysis.ts'
import type { EdgeRef } from '../contract/finding.ts'
import type { RuntimeFault } from '../resolve/index.ts'
import type { PyInt } from '../value/index.ts'
import type { EngineEdge } from './engine-edge.ts'

/** Far beyond any deployment; what a file of absurd sizes asks for is not listed to the end. */
const MAX_ENDPOINTS = 20_000

/** Ports only grow with replica and rank, so an edge that fails this often fails for the rest too. */
const MAX_FAULTS = 64

/** Failures of one edge differ in their numbers only; so many are shown. */
const MAX_MESSAGES = 8

export type EndpointDraft = Omit<
  PortEndpoint,
  'edge' | 'connectorLabel' | 'connectorName' | 'path' | 'port'
> & {
  readonly port: PyInt
}

const edgeKey = ({ from, to }: EdgeRef): string => JSON.stringify([from, to])

/** Gathers endpoints and, once each, what keeps others from being known. */
export class PortCollector {
  readonly #endpoints: PortEndpoint[] = []
  readonly #problems = new Map<string, PortPlan['problems'][number]>()

  readonly #faults = new Map<string, number>()

  /** True when nothing more is worth asking about the edge. */
  done(engine: EngineEdge): boolean {
    return this.#endpoints.length >= MAX_ENDPOINTS || this.#faultsOf(engine.edge) >= MAX_FAULTS
  }

  add(engine: EngineEdge, draft: EndpointDraft): void {
    if (this.#endpoints.length >= MAX_ENDPOINTS) {
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
    this.complain(engine.edge, fault.message, fault.cause ?? fault.type)
  }

  complain(edge: EdgeRef, message: string, raises?: string): void {
    const count = this.#faultsOf(edge)
    this.#faults.set(edgeKey(edge), count + 1)
    if (count >= MAX_MESSAGES) return
    const { from, to } = edge
    const key = JSON.stringify([from, to, message])
    if (!this.#problems.has(key)) {
      const problem = { edge: { from, to }, message }
      this.#problems.set(key, raises === undefined ? problem : { ...problem, raises })
    }
  }

  #faultsOf(edge: EdgeRef): number {
    return this.#faults.get(edgeKey(edge)) ?? 0
  }

  plan(): PortPlan {
    return { endpoints: this.#endpoints, problems: [...this.#problems.values()] }
  }
}
