import { connectorEntry, findConnector } from '../connectors/index.ts'
import type { TargetId } from '../contract/index.ts'
import { connectorFields } from './connector-fields.ts'
import { DEPLOY_STAGE_ALL, LEGACY_STAGE_ALL } from './stage-fields.ts'
import { DEPLOY_TOP_FIELDS, EDGE_FIELDS, LEGACY_RUNTIME_ALL, LEGACY_TOP_FIELDS } from './top-fields.ts'
import type { FieldInfo, FieldScope, SchemaDialect } from './types.ts'

const TARGET_ORDER: readonly TargetId[] = ['2025-12', '2026-07', '2026-09']

/** True when the field exists in the target. */
export const inTarget = (item: FieldInfo, target: TargetId): boolean =>
  item.since === undefined || TARGET_ORDER.indexOf(target) >= TARGET_ORDER.indexOf(item.since)

/** Mappings and lists that have an editor of their own beside the form: wiring and nested definitions. */
const OWN_EDITOR = new Set(['stages', 'stage_args', 'connectors', 'edges', 'platforms', 'runtime'])

/** A mapping whose fields are known, spread into them, with paths from the mapping that the form is about. */
function flatten(items: readonly FieldInfo[], parents: readonly string[] = []): readonly FieldInfo[] {
  return items.flatMap(item => {
    const path = [...parents, ...item.path]
    return item.children === undefined || !item.kinds.includes('map')
      ? [{ ...item, path }]
      : flatten(item.children, path)
  })
}

/**
 * Fields that an inspector form shows. Paths are relative to the stage, edge or connector; for `top` and `runtime`
 * to the file's root. `className` selects the keys of a connector's `extra`.
 */
export function fieldsFor(
  scope: FieldScope,
  dialect: SchemaDialect,
  target: TargetId,
  className: string | null = null,
): readonly FieldInfo[] {
  const fields = (): readonly FieldInfo[] => {
    switch (scope) {
      case 'top':
        return (dialect === 'deploy' ? DEPLOY_TOP_FIELDS : LEGACY_TOP_FIELDS).filter(
          item => !OWN_EDITOR.has(item.key),
        )
      case 'runtime':
        return dialect === 'deploy' ? [] : LEGACY_RUNTIME_ALL
      case 'edge':
        return EDGE_FIELDS
      case 'stage':
        return dialect === 'deploy'
          ? DEPLOY_STAGE_ALL.filter(item => item.key !== 'engine_args' && item.key !== 'runtime')
          : LEGACY_STAGE_ALL
      case 'connector':
        return connectorFields(className === null ? null : classOf(className, target), target)
    }
  }
  return flatten(fields()).filter(item => inTarget(item, target))
}

/** The class of that name, also where the target does not register it (its keys still help). */
export const classOf = (name: string, target: TargetId) => connectorEntry(name, target) ?? findConnector(name)
