import type { ParsedDocument } from '../document/index.ts'
import { listSource } from '../document/splice/index.ts'
import type { Pipeline } from '../pipelines/index.ts'
import { loadOmniTransferConfig } from '../resolve/index.ts'
import { isDict, isList, type PyDict, type PyValue, pyStr } from '../value/index.ts'
import { migrateConnectors, nameInlineConnectors } from './connectors.ts'
import { freshPiece, hoistPipelineWide, writeOldDefaults } from './defaults.ts'
import { type Ends, unlisted, withEdges } from './edges.ts'
import { type Piece, piecesAt } from './pieces.ts'
import type { Report } from './report.ts'
import { mappingOf, type StageDraft } from './stage.ts'
import { itemLines, joined, linesOf } from './write.ts'

/** Everything that a legacy file is taken apart with. */
export interface Work {
  readonly document: ParsedDocument
  readonly root: PyDict
  readonly pipeline: Pipeline | null
  readonly report: Report
}

export const isDiffusionStage = (root: PyDict, index: number): boolean => {
  const stages = root.get('stage_args')
  const stage = isList(stages) ? (stages[index] ?? null) : null
  return isDict(stage) && stage.get('stage_type') === 'diffusion'
}

/** Edges that the legacy file gives, by the runtime's own parser; none where that fails. */
function edgesOf(value: PyValue): readonly Ends[] {
  const loaded = loadOmniTransferConfig({ configDict: value })
  return loaded.ok && loaded.value !== null
    ? loaded.value.connectors.map(({ from, to }) => ({ from, to }))
    : []
}

/** Whether stages streamed chunks: off unless the file, or an engine of an older one, said so. */
export function asyncChunkOf(root: PyDict): boolean {
  const top = root.get('async_chunk')
  if (top !== undefined) return top === true
  const stages = root.get('stage_args')
  return (
    isList(stages) &&
    stages.some(stage => {
      const engine = isDict(stage) ? stage.get('engine_args') : undefined
      return isDict(engine) && engine.get('async_chunk') === true
    })
  )
}

/** The parts of the new file in their order, not yet written. */
export interface Sections {
  readonly pieces: readonly Piece[]
  readonly tail: readonly string[]
}

const IGNORED_BESIDE_STAGE_ARGS = new Set(['stages', 'connectors', 'edges'])

function dissolveRuntime(
  work: Work,
  piece: Piece,
): { readonly pieces: readonly Piece[]; readonly left: readonly string[] } {
  const { document, report } = work
  const parts = piecesAt(document, piece.path)
  if (parts === null) {
    report.add('dropped', piece.path, null, 'runtime has nothing in it.')
    return { pieces: [], left: piece.head }
  }
  const kept: Piece[] = []
  let waiting: readonly string[] = [...piece.head, ...(parts.opening === null ? [] : [parts.opening])]
  for (const part of parts.pieces) {
    const head = joined(waiting, part.head)
    waiting = []
    if (part.key === 'connectors') kept.push({ ...migrateConnectors(document, part, report), head })
    else if (part.key === 'edges') {
      report.add('moved', part.path, ['edges'], 'Edges stand at the top level of a deploy file.')
      kept.push({ ...part, head })
    } else {
      report.add('dropped', part.path, null, `Nothing reads runtime.${part.key} any more.`)
      waiting = head
    }
  }
  return { pieces: kept, left: joined(waiting, parts.tail) }
}

export function assemble(work: Work, stages: readonly StageDraft[]): Sections {
  const { document, root, report } = work
  const top = piecesAt(document, []) ?? { pieces: [], tail: [], opening: null }
  const pieces: Piece[] = []
  let waiting: readonly string[] = []
  for (const piece of top.pieces) {
    const headed = waiting.length === 0 ? piece : { ...piece, head: joined(waiting, piece.head) }
    waiting = []
    if (piece.key === 'stage_args') pieces.push({ ...headed, key: 'stages', value: [], lines: null })
    else if (piece.key === 'runtime') {
      const dissolved = dissolveRuntime(work, headed)
      pieces.push(...dissolved.pieces)
      waiting = dissolved.left
    } else if (IGNORED_BESIDE_STAGE_ARGS.has(piece.key)) {
      report.add('dropped', piece.path, null, `${piece.key} at the top level was ignored beside stage_args.`)
      waiting = headed.head
    } else pieces.push(headed)
  }
  report.add('renamed', ['stage_args'], ['stages'], 'The list of stages is called stages.')
  const defined = pieces.find(piece => piece.key === 'connectors')
  const labels = new Set(isDict(defined?.value) ? [...defined.value.keys()].map(pyStr) : [])
  const inline = nameInlineConnectors(stages, labels, report)
  const connected = withDefinitions(pieces, inline)
  return {
    pieces: withTopLevel(work, connected, stages, asyncChunkOf(root)),
    tail: [...waiting, ...top.tail],
  }
}

function withDefinitions(pieces: readonly Piece[], made: ReadonlyMap<string, PyValue>): readonly Piece[] {
  if (made.size === 0) return pieces
  const known = pieces.find(piece => piece.key === 'connectors')
  const lines = [...made].flatMap(([label, definition]) =>
    linesOf(freshPiece(label, definition)).map(line => `  ${line}`),
  )
  const value = new Map([...(isDict(known?.value) ? known.value : []), ...made])
  const definitions: Piece =
    known === undefined
      ? { ...freshPiece('connectors', value), head: [''] }
      : { ...known, value, lines: known.lines === null ? null : [...known.lines, ...lines] }
  return known === undefined
    ? [...pieces, definitions]
    : pieces.map(piece => (piece === known ? definitions : piece))
}

/** Adds what stands once for all stages above them, and fills the list of stages. */
function withTopLevel(
  work: Work,
  pieces: readonly Piece[],
  stages: readonly StageDraft[],
  asyncChunk: boolean,
): readonly Piece[] {
  const { root, report } = work
  const hoisted = hoistPipelineWide(stages, report)
  const said = new Set([...hoisted.map(piece => piece.key), ...pieces.map(piece => piece.key)])
  const explicit = writeOldDefaults(
    stages,
    stage => isDiffusionStage(root, Number(stage.path[1])),
    said,
    report,
  )
  const added = [...hoisted, ...explicit]
  if (!said.has('async_chunk')) {
    added.unshift(freshPiece('async_chunk', asyncChunk))
    report.add(
      'made-explicit',
      null,
      ['async_chunk'],
      `async_chunk was ${asyncChunk} and is true by default now; it is written down so that nothing changes.`,
    )
  }
  const filled = pieces.map(piece =>
    piece.key === 'stages' ? stagesPiece(work.document, piece, stages) : piece,
  )
  return placeAboveStages(filled, added)
}

function stagesPiece(document: ParsedDocument, piece: Piece, stages: readonly StageDraft[]): Piece {
  const value = stages.map(stage => mappingOf(stage.pieces))
  if (stages.length === 0) return { ...piece, value, lines: null }
  const items = stages
    .flatMap(stage => itemLines(stage.head, stage.pieces, stage.tail))
    .map(line => (line === '' ? '' : `  ${line}`))
  const source = listSource(document, ['stage_args'])
  const below = (source?.tail ?? []).map(line => (line === '' ? '' : `  ${line}`))
  const opening = source?.opening ?? null
  return {
    ...piece,
    value,
    lines: [opening === null ? 'stages:' : `stages:  ${opening}`, ...items, ...below],
  }
}

/** Puts new scalars above the stages, below the comments that head the file. */
function placeAboveStages(pieces: readonly Piece[], added: readonly Piece[]): readonly Piece[] {
  const at = pieces.findIndex(piece => piece.key === 'stages')
  const stages = pieces[at]
  const [first, ...others] = added
  if (stages === undefined || first === undefined) return pieces
  if (at === 0)
    return [{ ...first, head: stages.head }, ...others, { ...stages, head: [''] }, ...pieces.slice(1)]
  const head = stages.head.some(line => line === '') ? stages.head : ['', ...stages.head]
  return [...pieces.slice(0, at), ...added, { ...stages, head }, ...pieces.slice(at + 1)]
}

/** Names that `engine_input_source` gave as edges of their own, once nothing else lists them. */
export function listSources(work: Work, sections: Sections): Sections {
  const value = mappingOf(sections.pieces)
  const now = new Set(edgesOf(value).map(({ from, to }) => `${from}\n${to}`))
  const lost = edgesOf(work.root).filter(({ from, to }) => !now.has(`${from}\n${to}`))
  const known = sections.pieces.find(piece => piece.key === 'edges')
  const missing = unlisted(known?.value ?? null, lost)
  if (missing.length === 0) return sections
  for (const { from, to } of missing)
    work.report.add(
      'moved',
      null,
      ['edges'],
      `The edge ${from} → ${to} came from engine_input_source; edges names it now.`,
    )
  const edges = withEdges(known ?? { ...freshPiece('edges', []), head: [''] }, missing)
  const pieces =
    known === undefined
      ? [...sections.pieces, edges]
      : sections.pieces.map(piece => (piece === known ? edges : piece))
  return { ...sections, pieces }
}
