import { nodeAt, type ParsedDocument, type Path } from '../document/index.ts'
import { stageIdOf, stageList, stageListKey } from '../effective/stage-list.ts'
import {
  dictGet,
  dictHas,
  isDict,
  isList,
  isString,
  type PyDict,
  type PyValue,
  pyStr,
} from '../value/index.ts'
import type { Place } from './types.ts'

/** A stage entry of what the transfer parser gets, and where this text has it. */
export interface StageEntry {
  /** Null for an entry without `stage_id`. */
  readonly id: string | null
  readonly value: PyValue
  readonly place: Place
}

/** A connector that the file defines by name. */
export interface DefinitionEntry {
  readonly label: string
  readonly value: PyValue
  readonly place: Place
}

export type WiringSection = 'input_connectors' | 'output_connectors'

/** One entry of a stage's `input_connectors` or `output_connectors`, in the parser's order. */
export interface Wire {
  readonly stage: string
  readonly section: WiringSection
  /** The key as written, which the edge's other end is made of. */
  readonly key: PyValue
  readonly from: string
  readonly to: string
  /** Label of `connectors`, or a definition written in place. */
  readonly reference: PyValue
  readonly label: string | null
  /** The definition that the reference leads to; null where it leads nowhere. */
  readonly definition: PyValue
  readonly place: Place
}

/** The merged configuration as the parser walks it, with the places of its parts. */
export interface ConfigIndex {
  readonly listKey: 'stages' | 'stage_args'
  readonly legacy: boolean
  readonly stages: readonly StageEntry[]
  /** Path of the connectors that count: below `runtime`, or at the top. */
  readonly connectorsPath: Path
  readonly edgesPath: Path
  readonly definitions: readonly DefinitionEntry[]
  readonly wires: readonly Wire[]
}

const MARKERS: Readonly<Record<WiringSection, string>> = {
  input_connectors: 'from_stage_',
  output_connectors: 'to_stage_',
}

/** The text that a key of the section has to start with. */
export const wireMarker = (section: WiringSection): string => MARKERS[section]

/** A place at `path`, known to be elsewhere when the text has nothing there. */
export const placeAt = (document: ParsedDocument, path: Path, part?: Place['part']): Place => ({
  path,
  ...(part === undefined ? {} : { part }),
  ...(nodeAt(document, path) === null ? { elsewhere: true } : {}),
})

function valueAt(config: PyValue, path: Path): PyValue | undefined {
  let value: PyValue | undefined = config
  for (const step of path) value = isDict(value) ? dictGet(value, step) : undefined
  return value
}

/** `runtime.connectors` and `runtime.edges` block the top level by their mere presence; legacy files have no other. */
function sectionPath(config: PyValue, legacy: boolean, key: 'connectors' | 'edges'): Path {
  const runtime = valueAt(config, ['runtime'])
  return legacy || (isDict(runtime) && dictHas(runtime, key)) ? ['runtime', key] : [key]
}

function stageEntries(
  document: ParsedDocument,
  config: PyValue,
  listKey: ConfigIndex['listKey'],
): readonly StageEntry[] {
  const own = stageList(document.value)
  const lastOf = new Map(own.map((stage, index) => [stageIdOf(stage), index]))
  return stageList(config).map((value, position) => {
    const id = stageIdOf(value)
    const index = own[position] === value ? position : id === null ? undefined : lastOf.get(id)
    return {
      id,
      value,
      place: index === undefined ? { path: [listKey], elsewhere: true } : { path: [listKey, index] },
    }
  })
}

function wiresOf(document: ParsedDocument, stage: StageEntry, connectors: PyDict | null): readonly Wire[] {
  const { id, value } = stage
  if (id === null || !isDict(value)) return []
  return (['input_connectors', 'output_connectors'] as const).flatMap(section => {
    const entries = dictGet(value, section)
    if (!isDict(entries)) return []
    return [...entries].map(([key, reference]): Wire => {
      const peer = pyStr(key).replaceAll(MARKERS[section], '')
      const label = isString(reference) ? reference : null
      return {
        stage: id,
        section,
        key,
        from: section === 'input_connectors' ? peer : id,
        to: section === 'input_connectors' ? id : peer,
        reference,
        label,
        definition: label === null ? reference : ((connectors && dictGet(connectors, label)) ?? null),
        place: stage.place.elsewhere
          ? stage.place
          : placeAt(document, [...stage.place.path, section, pyStr(key)]),
      }
    })
  })
}

/** Indexes what the transfer parser gets. Empty where the text holds no mapping. */
export function indexConfig(document: ParsedDocument, config: PyValue): ConfigIndex {
  const legacy = isDict(config) && dictHas(config, 'stage_args')
  const listKey = stageListKey(config) ?? 'stages'
  const connectorsPath = sectionPath(config, legacy, 'connectors')
  const found = valueAt(config, connectorsPath)
  const connectors = isDict(found) ? found : null
  const stages = stageEntries(document, config, listKey)
  return {
    listKey,
    legacy,
    stages,
    connectorsPath,
    edgesPath: sectionPath(config, legacy, 'edges'),
    definitions: [...(connectors ?? [])].map(([key, value]) => ({
      label: pyStr(key),
      value,
      place: placeAt(document, [...connectorsPath, pyStr(key)]),
    })),
    wires: stages.flatMap(stage => wiresOf(document, stage, connectors)),
  }
}

/** Items of `edges` that the parser walks; an item of another kind ends the walk, as there. */
export function listedEdges(
  index: ConfigIndex,
  config: PyValue,
): readonly { readonly from: PyValue; readonly to: PyValue; readonly position: number }[] {
  const listed = valueAt(config, index.edgesPath)
  if (!isList(listed)) return []
  const end = listed.findIndex(item => !isDict(item))
  return (end === -1 ? listed : listed.slice(0, end)).map((item, position) => ({
    from: (isDict(item) ? dictGet(item, 'from') : null) ?? null,
    to: (isDict(item) ? dictGet(item, 'to') : null) ?? null,
    position,
  }))
}

export { valueAt }
