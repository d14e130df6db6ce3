import type { ParsedDocument } from '../document/index.ts'
import type { Path } from '../document/types.ts'
import type { Pipeline } from '../pipelines/index.ts'
import { isDict, isInt, type PyValue, pyStr } from '../value/index.ts'
import { isTopologyKey, RUNTIME_TO_STAGE } from './keys.ts'
import { type Piece, type Pieces, piecesAt } from './pieces.ts'
import { compareWithRegistry } from './registry.ts'
import type { Report } from './report.ts'

/** A stage on its way: its pairs in their new order. */
export interface StageDraft {
  readonly id: string
  /** Path of the new entry. */
  readonly path: Path
  readonly pieces: Piece[]
  /** Blank lines and comments above the entry's dash. */
  readonly head: readonly string[]
  readonly tail: readonly string[]
}

interface StageContext {
  readonly document: ParsedDocument
  readonly pipeline: Pipeline | null
  readonly report: Report
}

/** Puts a text behind a key in place of the old one, whose line it keeps with its comment. */
function withKey(piece: Piece, key: string): Piece {
  const [first = '', ...rest] = piece.lines ?? []
  const written = new RegExp(`^(["']?)${piece.key}\\1(?=\\s*:)`).exec(first)
  const lines =
    piece.lines === null || written === null ? null : [key + first.slice(written[0].length), ...rest]
  return { ...piece, key, lines }
}

/** `devices: 0` as text: replica splitting fails on a number (7.8, item 54). */
function asText(piece: Piece): Piece {
  if (!isInt(piece.value)) return piece
  const value = pyStr(piece.value)
  const [first = '', ...rest] = piece.lines ?? []
  const line = /^([^:]+:\s*)(\S+)(\s*(?:#.*)?)$/.exec(first)
  const lines = line === null || rest.length > 0 ? null : [`${line[1]}"${value}"${line[3]}`]
  return { ...piece, value, lines }
}

const comments = (head: readonly string[]): readonly string[] => head.filter(line => line.trim() !== '')

/** Two mappings of one name (`engine_extras` of the stage and of its engine) as one; the later one wins. */
function mergedPiece(first: Piece | undefined, second: Piece): Piece | null {
  if (first === undefined || !isDict(first.value) || !isDict(second.value)) return null
  return { ...first, value: new Map([...first.value, ...second.value]), lines: null }
}

/** Builds the new stage pair by pair. Comments above a pair that goes wait for the next one that stays. */
class StageBuilder {
  readonly pieces: Piece[] = []
  private waiting: readonly string[] = []
  private readonly context: StageContext
  private readonly to: Path
  private readonly id: string

  constructor(context: StageContext, id: string, to: Path) {
    this.context = context
    this.id = id
    this.to = to
  }

  get left(): readonly string[] {
    return this.waiting
  }

  /** Comments of what is taken apart or dropped. */
  keepComments(head: readonly string[], opening: string | null = null): void {
    this.waiting = [...this.waiting, ...comments(head), ...(opening === null ? [] : [opening])]
  }

  put(piece: Piece): void {
    const known = this.pieces.findIndex(other => other.key === piece.key)
    const merged = known < 0 ? null : mergedPiece(this.pieces[known], piece)
    if (merged !== null) {
      this.keepComments(piece.head)
      this.pieces[known] = merged
      return
    }
    const head =
      this.waiting.length === 0
        ? piece.head
        : [...piece.head.filter(line => line.trim() === ''), ...this.waiting, ...comments(piece.head)]
    this.pieces.push({ ...piece, head })
    this.waiting = []
  }

  move(piece: Piece, key = piece.key): void {
    this.put(key === piece.key ? piece : withKey(piece, key))
    const renamed = key !== piece.key
    this.context.report.add(
      renamed ? 'renamed' : 'moved',
      piece.path,
      [...this.to, key],
      renamed
        ? `${piece.key} is called ${key} in a deploy file.`
        : `${piece.path.slice(2).join('.')} stands on the stage itself.`,
    )
  }

  drop(piece: Piece, message: string): void {
    this.keepComments(piece.head)
    this.context.report.add('dropped', piece.path, null, message)
  }

  topology(piece: Piece): void {
    const { pipeline, report } = this.context
    const verdict = compareWithRegistry(pipeline, this.id, piece.key, piece.value)
    this.keepComments(piece.head)
    report.add(verdict.same ? 'dropped' : 'registry', piece.path, null, verdict.message)
  }
}

function takeRuntime(
  builder: StageBuilder,
  { pieces, tail, opening }: Pieces,
  head: readonly string[],
  hasSeqs: boolean,
): void {
  builder.keepComments(head, opening)
  for (const piece of pieces) {
    if (RUNTIME_TO_STAGE.has(piece.key)) builder.move(piece.key === 'devices' ? asText(piece) : piece)
    else if (piece.key === 'max_batch_size' && !hasSeqs) builder.move(piece, 'max_num_seqs')
    else if (piece.key === 'max_batch_size')
      builder.drop(piece, `max_num_seqs is set as well and wins over max_batch_size ${pyStr(piece.value)}.`)
    else if (piece.key === 'process')
      builder.drop(piece, 'Every stage has a process of its own; process is not read any more.')
    else builder.drop(piece, `Nothing reads runtime.${piece.key} of a stage.`)
  }
  builder.keepComments(tail)
}

function takeEngineArgs(
  builder: StageBuilder,
  { pieces, tail, opening }: Pieces,
  head: readonly string[],
): void {
  builder.keepComments(head, opening)
  for (const piece of pieces) {
    if (isTopologyKey(piece.key)) builder.topology(piece)
    else builder.move(piece)
  }
  builder.keepComments(tail)
}

const keysIn = (pieces: Pieces | null): ReadonlySet<string> =>
  new Set(pieces?.pieces.map(piece => piece.key) ?? [])

/** Flat keys of a legacy stage that the deploy stage reads under the same name. */
const SAME_ON_BOTH = new Set([
  'stage_id',
  'input_connectors',
  'output_connectors',
  'default_sampling_params',
  'default_pooling_params',
  'subtalker_sampling_params',
  'engine_extras',
])

/** A key of the stage itself: what the engine got comes from `engine_args`, the rest of the engine's keys never did. */
function takeFlat(
  builder: StageBuilder,
  piece: Piece,
  engine: ReadonlySet<string>,
  report: Report,
  to: Path,
): void {
  if (isTopologyKey(piece.key)) builder.topology(piece)
  else if (piece.key === 'devices')
    builder.drop(piece, 'A legacy stage reads runtime.devices only; this one was ignored.')
  else if (engine.has(piece.key) && !SAME_ON_BOTH.has(piece.key))
    builder.drop(piece, `engine_args.${piece.key} is what the engine got; this one was ignored.`)
  else {
    builder.put(piece)
    if (!SAME_ON_BOTH.has(piece.key))
      report.add(
        'kept',
        piece.path,
        [...to, piece.key],
        `${piece.key} stays on the stage; a deploy file hands it to the engine.`,
      )
  }
}

/** The stage at `path` of the legacy file as an entry of `stages`. */
export function migrateStage(context: StageContext, path: Path, id: string, to: Path): StageDraft | null {
  const stage = piecesAt(context.document, path)
  if (stage === null) return null
  const engine = piecesAt(context.document, [...path, 'engine_args'])
  const runtime = piecesAt(context.document, [...path, 'runtime'])
  const engineKeys = keysIn(engine)
  const builder = new StageBuilder(context, id, to)
  for (const piece of stage.pieces) {
    if (piece.key === 'engine_args' && engine !== null) takeEngineArgs(builder, engine, piece.head)
    else if (piece.key === 'runtime' && runtime !== null)
      takeRuntime(builder, runtime, piece.head, engineKeys.has('max_num_seqs'))
    else if ((piece.key === 'engine_args' || piece.key === 'runtime') && !isDict(piece.value))
      builder.drop(piece, `${piece.key} is empty.`)
    else takeFlat(builder, piece, engineKeys, context.report, to)
  }
  return { id, path: to, pieces: builder.pieces, head: [], tail: [...builder.left, ...stage.tail] }
}

export const mappingOf = (pieces: readonly Piece[]): ReadonlyMap<PyValue, PyValue> =>
  new Map(pieces.map(piece => [piece.key, piece.value]))
