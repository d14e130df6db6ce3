import type { EffectiveField, EffectiveStage } from '../../core/contract/effective.ts'
import type { Finding } from '../../core/contract/finding.ts'
import { nodeAt } from '../../core/document/lookup.ts'
import type { DocNode, ParsedDocument, Path } from '../../core/document/types.ts'
import type { FieldInfo } from '../../core/schema/index.ts'
import { dictGet, isDict, type PyValue } from '../../core/value/index.ts'
import { MOST_ROWS } from '../panel/index.ts'

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

/** Where a field of the file ends up on the flattened stage: the key, and the rest of the way inside it. */
function flatPath(info: FieldInfo): readonly [key: string, ...inside: string[]] {
  const [first = '', ...rest] = info.path
  const [key = '', ...inside] = NESTS_BY_DIALECT.has(first) && rest.length > 0 ? rest : info.path
  return [key, ...inside]
}

/** The stage's fields that the form is about; a stage may have any number of others. */
function effectiveFields(stage: EffectiveStage | null, infos: readonly FieldInfo[]) {
  const wanted = new Set(infos.map(info => flatPath(info)[0]))
  const found = new Map<string, EffectiveField>()
  for (const field of stage?.fields ?? [])
    if (wanted.has(field.key) && !found.has(field.key)) found.set(field.key, field)
  return found
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
  const effective = effectiveFields(stage, infos)
  return infos.map(info => {
    const path = [...base, ...info.path]
    const [key, ...inside] = flatPath(info)
    const field = effective.get(key) ?? null
    const resolved = field === null ? undefined : descend(field.value, inside)
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

/** The fields of a form by the steps of their paths. */
interface KnownPaths {
  isField: boolean
  readonly next: Map<string, KnownPaths>
}

function knownPaths(infos: readonly FieldInfo[]): KnownPaths {
  const root: KnownPaths = { isField: false, next: new Map() }
  for (const { path } of infos) {
    let at = root
    for (const step of path) {
      const next = at.next.get(step) ?? { isField: false, next: new Map() }
      at.next.set(step, next)
      at = next
    }
    at.isField = true
  }
  return root
}

/** Keys that no field of a form stands for: as many as a list shows, and how many there are. */
export interface PassedThroughList {
  readonly first: readonly PassedThrough[]
  readonly count: number
}

/** Keys written below `base` that no field of the form stands for; `handled` have an editor of their own. */
export function passedThrough(
  document: ParsedDocument,
  base: Path,
  infos: readonly FieldInfo[],
  handled: readonly string[] = [],
): PassedThroughList {
  const root = knownPaths(infos)
  const first: PassedThrough[] = []
  let count = 0
  const walk = (node: DocNode | null, known: KnownPaths, at: readonly string[]): void => {
    if (node?.kind !== 'map') return
    for (const entry of node.entries) {
      const below = known.next.get(entry.key)
      if (below?.isField === true || (at.length === 0 && handled.includes(entry.key))) continue
      if (below !== undefined && entry.node.kind === 'map') walk(entry.node, below, [...at, entry.key])
      else {
        count += 1
        if (count > MOST_ROWS) continue
        const path = [...at, entry.key]
        first.push({ path: [...base, ...path], key: path.join('.'), node: entry.node })
      }
    }
  }
  walk(nodeAt(document, base), root, [])
  return { first, count }
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
