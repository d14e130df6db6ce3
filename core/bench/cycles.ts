interface Joined {
  readonly id: string
  readonly from: string
  readonly to: string
}

/**
 * Edges that a request never gets through, because they are part of a cycle or come after one: a stage waits for all
 * its inputs, and one of them waits for it.
 */
export function edgesBehindCycles<E extends Joined>(edges: readonly E[]): readonly E[] {
  let waiting = [...edges]
  for (;;) {
    const blocked = new Set(waiting.map(({ to }) => to))
    const next = waiting.filter(({ from }) => blocked.has(from))
    if (next.length === waiting.length) return waiting
    waiting = next
  }
}
