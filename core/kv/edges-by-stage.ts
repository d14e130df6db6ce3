/** Edges by the stages that they touch, in their own order; a self-edge counts once. */
export function edgesByStage<E extends { readonly from: string; readonly to: string }>(
  edges: readonly E[],
): ReadonlyMap<string, readonly E[]> {
  const byStage = new Map<string, E[]>()
  for (const edge of edges)
    for (const id of new Set([edge.from, edge.to])) {
      const known = byStage.get(id)
      if (known === undefined) byStage.set(id, [edge])
      else known.push(edge)
    }
  return byStage
}
