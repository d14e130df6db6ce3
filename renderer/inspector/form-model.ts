import type { EffectiveField, EffectiveStage } from '../../core/contract/effective.ts'
import type { Finding } from '../../core/contract/finding.ts'
import { nodeAt } from '../../core/document/lookup.ts'
import type { DocNode, ParsedDocument, Path } from '../../core/document/types.ts'
import type { FieldInfo } from '../../core/schema/index.ts'
import { dictGet, isDict, type PyValue } from '../../core/value/index.ts'

/** A field of a form: what is known of it, what the file says and what the engine ends up with. */
export interface FormField {
  readonly info: FieldInfo
  /** From the document's root. */
  readonly path: Path
  /** Null when the file does not write the field here. */
  readonly node: DocNode | null
  /** After all layers; null where there is no such answer (connectors, edges). */
  readonly effective: EffectiveField | null
  /** The field's own part of `effective`; undefined when no layer sets it. */
  readonly resolved: PyValue | undefined
}

/** A key that the catalogue does not know; it goes to the engine as it stands. */
export interface PassedThrough {
  readonly path: Path
  readonly key: string
  readonly node: DocNode
}

const NESTS_BY_DIALECT = new Set(['engine_args', 'runtime', 'engine_extras'])

/** The flattened stage's field that a field of the file ends up in, and the rest of the way inside it. */
function effectiveOf(stage: EffectiveStage | null, info: FieldInfo) {
  const [first = '', ...rest] = info.path
  const flat = NESTS_BY_DIALECT.has(first) && rest.length > 0 ? rest : info.path
  const [key = '', ...inside] = flat
  const field = stage?.fields.find(candidate => candidate.key === key) ?? null
  return { field, resolved: field === null ? undefined : descend(field.value, inside) }
}

function descend(value: PyValue, path: readonly string[]): PyValue | undefined {
  let at: PyValue | undefined = value
  for (const key of path) {
    if (!isDict(at)) return undefined
    at = dictGet(at, key)
  }
  return at
}

export function formFields(
  document: ParsedDocument,
  base: Path,
  infos: readonly FieldInfo[],
  stage: EffectiveStage | null,
): readonly FormField[] {
  return infos.map(info => {
    const path = [...base, ...info.path]
    const { field, resolved } = effectiveOf(stage, info)
    return { info, path, node: nodeAt(document, path), effective: field, resolved }
  })
}

export interface FieldFilter {
  /** Kind of the stage that the form is about, where it is about one. */
  readonly engine: 'llm' | 'diffusion' | null
  /** Paths that are shown in any case: those that a problem or the user led to. */
  readonly wanted: readonly Path[]
}

const isDiffusionOnly = (info: FieldInfo, engine: FieldFilter['engine']): boolean =>
  engine !== null && info.engine !== 'any' && info.engine !== engine

/** Whether a field is in the form without being asked for. */
export function isShown(field: FormField, { engine, wanted }: FieldFilter): boolean {
  if (field.node !== null || wanted.some(path => samePath(path, field.path))) return true
  const { info } = field
  return info.common && !info.internal && info.deprecated === null && !isDiffusionOnly(info, engine)
}

/** Whether a field is offered by “Add a field”. */
export const isOffered = (field: FormField, filter: FieldFilter): boolean =>
  !isShown(field, filter) &&
  !field.info.internal &&
  field.info.deprecated === null &&
  !isDiffusionOnly(field.info, filter.engine)

export const samePath = (a: Path, b: Path): boolean =>
  a.length === b.length && a.every((step, index) => String(step) === String(b[index]))

export const isInside = (path: Path, base: Path): boolean =>
  path.length >= base.length && base.every((step, index) => String(step) === String(path[index]))

/** Keys written below `base` that no field of the form stands for; `handled` have an editor of their own. */
export function passedThrough(
  document: ParsedDocument,
  base: Path,
  infos: readonly FieldInfo[],
  handled: readonly string[] = [],
): readonly PassedThrough[] {
  const known = infos.map(info => info.path)
  const walk = (at: readonly string[]): readonly PassedThrough[] => {
    const node = nodeAt(document, [...base, ...at])
    if (node?.kind !== 'map') return []
    return node.entries.flatMap(entry => {
      const path = [...at, entry.key]
      if (known.some(other => samePath(other, path))) return []
      if (at.length === 0 && handled.includes(entry.key)) return []
      if (entry.node.kind === 'map' && known.some(other => isInside(other, path))) return walk(path)
      return [{ path: [...base, ...path], key: path.join('.'), node: entry.node }]
    })
  }
  return walk([])
}

/** Findings at a field or inside its value. */
export const findingsAt = (findings: readonly Finding[], path: Path): readonly Finding[] =>
  findings.filter(finding => finding.muted === null && isInside(finding.path, path))

/** The text of a node as it is written, moved to the left edge. */
export function sourceText(document: ParsedDocument, node: DocNode): string {
  const place = node.alias ?? node.range
  const { text } = document
  const lineStart = text.lastIndexOf('\n', place.start - 1) + 1
  const margin = ' '.repeat(place.start - lineStart)
  return text
    .slice(place.start, place.end)
    .split(/\r\n|\n|\r/)
    .map((line, index) => (index > 0 && line.startsWith(margin) ? line.slice(margin.length) : line))
    .join('\n')
}
