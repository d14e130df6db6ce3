import type { ConnectorDefinitionView, EdgeView } from '../contract/analysis.ts'
import type { StageListKey } from '../effective/stage-list.ts'
import { dictGet, isDict, type PyValue, pyStr } from '../value/index.ts'
import { sectionPath, valueAt } from './wiring.ts'

/** The connectors that a configuration defines by name, and the edges that take them. */
export function connectorViews(
  config: PyValue,
  listKey: StageListKey,
  edges: readonly EdgeView[],
): readonly ConnectorDefinitionView[] {
  const path = sectionPath(config, listKey, 'connectors')
  const definitions = valueAt(config, path)
  if (!isDict(definitions)) return []
  const users = new Map<string, string[]>()
  for (const edge of edges) {
    if (edge.connectorLabel === null) continue
    const known = users.get(edge.connectorLabel)
    if (known === undefined) users.set(edge.connectorLabel, [edge.id])
    else known.push(edge.id)
  }
  return [...definitions].map(([key, definition]) => {
    const label = pyStr(key)
    const name = isDict(definition) ? dictGet(definition, 'name') : undefined
    return {
      label,
      name: name === undefined || name === null ? null : pyStr(name),
      path: [...path, label],
      usedBy: users.get(label) ?? [],
    }
  })
}
