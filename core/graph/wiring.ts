import type { EdgeOrigin } from '../contract/analysis.ts'
import type { Path } from '../document/index.ts'
import { mapAt, type StageListKey, stageIdOf } from '../effective/stage-list.ts'
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

/** A stage entry of the merged configuration and where the document has it. */
export interface PlacedStage {
  readonly value: PyValue
  /** Position in the document's own list; null for a stage that only a base file has. */
  readonly index: number | null
}

/** An edge as the text tells of it, whether or not the runtime gets that far. */
export interface WiredEdge {
  readonly from: string
  readonly to: string
  readonly origin: EdgeOrigin
  readonly label: string | null
  /** Null where the reference leads nowhere or the definition has no name. */
  readonly name: string | null
  readonly inputPath: Path | null
  readonly outputPath: Path | null
  readonly edgePath: Path | null
}

export interface WiringSource {
  /** The merged configuration. */
  readonly config: PyValue
  readonly stages: readonly PlacedStage[]
  readonly listKey: StageListKey
  /** The document's own value, for the places. */
  readonly own: PyValue
}

const SIDES = [
  { section: 'input_connectors', marker: 'from_stage_' },
  { section: 'output_connectors', marker: 'to_stage_' },
] as const

type Draft = { -readonly [K in keyof WiredEdge]: WiredEdge[K] }

class Drafts {
  readonly #edges = new Map<string, Draft>()

  /** The edge of that pair, made on first sight: the first registration decides what it is. */
  take(from: string, to: string, origin: EdgeOrigin): Draft {
    const key = `${from.length}:${from}${to}`
    const known = this.#edges.get(key)
    if (known !== undefined) return known
    const draft: Draft = {
      from,
      to,
      origin,
      label: null,
      name: null,
      inputPath: null,
      outputPath: null,
      edgePath: null,
    }
    this.#edges.set(key, draft)
    return draft
  }

  list(): readonly WiredEdge[] {
    return [...this.#edges.values()]
  }
}

/** Where connectors and edges stand: `runtime` blocks the top level by the presence of its key. */
export function sectionPath(config: PyValue, listKey: StageListKey, key: 'connectors' | 'edges'): Path {
  const runtime = mapAt(config, 'runtime')
  return listKey === 'stage_args' || (runtime !== null && dictHas(runtime, key)) ? ['runtime', key] : [key]
}

export function valueAt(config: PyValue, path: Path): PyValue | undefined {
  let value: PyValue | undefined = config
  for (const step of path) {
    if (isDict(value)) value = dictGet(value, step)
    else if (isList(value) && typeof step === 'number') value = value[step]
    else return undefined
  }
  return value
}

const nameOf = (definition: PyValue | undefined): string | null => {
  const name = isDict(definition) ? dictGet(definition, 'name') : undefined
  return name === undefined ? null : pyStr(name)
}

function wireStage(
  stage: PlacedStage,
  source: WiringSource,
  connectors: PyDict | null,
  drafts: Drafts,
): void {
  const id = stageIdOf(stage.value)
  if (id === null) return
  for (const { section, marker } of SIDES) {
    const own = stage.index === null ? undefined : valueAt(source.own, [source.listKey, stage.index, section])
    for (const [key, reference] of mapAt(stage.value, section) ?? []) {
      const peer = pyStr(key).replaceAll(marker, '')
      const edge =
        section === 'input_connectors' ? drafts.take(peer, id, 'explicit') : drafts.take(id, peer, 'explicit')
      const place = section === 'input_connectors' ? 'inputPath' : 'outputPath'
      if (isDict(own) && dictHas(own, key) && stage.index !== null)
        edge[place] ??= [source.listKey, stage.index, section, pyStr(key)]
      const label = isString(reference) ? reference : null
      const definition = isString(reference) ? connectors && dictGet(connectors, reference) : reference
      edge.name ??= nameOf(definition ?? undefined)
      edge.label ??= edge.origin === 'explicit' ? label : null
    }
  }
}

const SHARED_MEMORY = 'SharedMemoryConnector'

function wireListed(source: WiringSource, drafts: Drafts): boolean {
  const path = sectionPath(source.config, source.listKey, 'edges')
  const listed = valueAt(source.config, path)
  if (!isList(listed)) return true
  const own = valueAt(source.own, path) !== undefined
  for (const [index, item] of listed.entries()) {
    if (!isDict(item)) return false
    const [from, to] = [dictGet(item, 'from') ?? null, dictGet(item, 'to') ?? null]
    if (from === null || to === null) continue
    const edge = drafts.take(pyStr(from), pyStr(to), 'edges')
    if (own) edge.edgePath ??= [...path, index]
    if (edge.origin === 'edges') edge.name = SHARED_MEMORY
  }
  return true
}

function sourcesOf(stage: PlacedStage): readonly PyValue[] | null {
  const sources = isDict(stage.value) ? dictGet(stage.value, 'engine_input_source') : undefined
  if (sources === undefined) return []
  if (isList(sources)) return sources
  if (isDict(sources)) return [...sources.keys()]
  return isString(sources) ? [...sources] : null
}

function wireSources(source: WiringSource, drafts: Drafts): void {
  for (const stage of source.stages) {
    const id = stageIdOf(stage.value)
    const sources = sourcesOf(stage)
    if (sources === null) return
    if (id === null) continue
    for (const from of sources) {
      const edge = drafts.take(pyStr(from), id, 'engine_input_source')
      if (edge.origin !== 'engine_input_source') continue
      edge.name = SHARED_MEMORY
      if (stage.index !== null) edge.edgePath ??= [source.listKey, stage.index, 'engine_input_source']
    }
  }
}

/**
 * The edges that a configuration tells of, in the runtime's order of registration, with their places. Unlike the
 * runtime's parser this one goes on past a bad reference, so that one slip does not empty the graph; like it, the
 * automatic edges end at the first item that can't be read.
 */
export function wireEdges(source: WiringSource): readonly WiredEdge[] {
  const drafts = new Drafts()
  const connectors = valueAt(source.config, sectionPath(source.config, source.listKey, 'connectors'))
  for (const stage of source.stages) wireStage(stage, source, isDict(connectors) ? connectors : null, drafts)
  if (source.stages.length > 0 && wireListed(source, drafts)) wireSources(source, drafts)
  return drafts.list()
}
