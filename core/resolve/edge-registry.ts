import type { LoadedSpec, RuntimeEdge } from './types.ts'

/** Edges by their ordered pair of ids, in registration order. */
export class EdgeRegistry {
  readonly #edges = new Map<string, RuntimeEdge<LoadedSpec>>()

  static key(from: string, to: string): string {
    return `${from.length}:${from}${to}`
  }

  get(from: string, to: string): LoadedSpec | undefined {
    return this.#edges.get(EdgeRegistry.key(from, to))?.spec
  }

  /** Registers an edge; one that is there already keeps its first specification. */
  add(from: string, to: string, spec: LoadedSpec): void {
    const key = EdgeRegistry.key(from, to)
    if (!this.#edges.has(key)) this.#edges.set(key, { from, to, spec })
  }

  list(): readonly RuntimeEdge<LoadedSpec>[] {
    return [...this.#edges.values()]
  }
}
