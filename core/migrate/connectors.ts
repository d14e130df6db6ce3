import type { ParsedDocument, Path } from '../document/index.ts'
import { isDict, isString, type PyDict, type PyValue, pyRepr, pyStr } from '../value/index.ts'
import { DEAD_EXTRA, RENAMED_CLASSES } from './keys.ts'
import { type Piece, piecesAt } from './pieces.ts'
import type { Report } from './report.ts'
import type { StageDraft } from './stage.ts'
import { nested } from './write.ts'

/** A class by the name that every target knows. */
function renamedClass(name: PyValue, from: Path, to: Path, report: Report): PyValue {
  const current = isString(name) ? RENAMED_CLASSES.get(name) : undefined
  if (current === undefined) return name
  report.add('renamed', from, to, `The class ${pyStr(name)} is called ${current}; it is the same store.`)
  return current
}

function withoutDead(extra: PyDict, from: Path, report: Report): PyDict {
  for (const key of extra.keys())
    if (DEAD_EXTRA.has(pyStr(key)))
      report.add('dropped', [...from, pyStr(key)], null, `${pyStr(key)} has had no effect since 2026.`)
  return new Map([...extra].filter(([key]) => !DEAD_EXTRA.has(pyStr(key))))
}

/** A definition with current names and without dead keys; anything else as it is. */
function migratedDefinition(definition: PyValue, from: Path, to: Path, report: Report): PyValue {
  if (!isDict(definition)) return definition
  const changed = [...definition].flatMap(([key, value]): [PyValue, PyValue][] => {
    if (key === 'name') return [[key, renamedClass(value, [...from, 'name'], [...to, 'name'], report)]]
    if (key !== 'extra' || !isDict(value)) return [[key, value]]
    const extra = withoutDead(value, [...from, 'extra'], report)
    return extra.size === 0 && value.size > 0 ? [] : [[key, extra]]
  })
  return new Map(changed)
}

/** The definition's lines with the changes made in them; null where they have to be written anew. */
function definitionLines(document: ParsedDocument, piece: Piece, value: PyValue): readonly string[] | null {
  const parts = piecesAt(document, piece.path)
  if (parts === null || piece.lines === null || !isDict(value)) return null
  const pieces = parts.pieces
    .filter(part => value.has(part.key))
    .map(part => definitionPart(document, part, value.get(part.key) ?? null))
  return nested(piece.key, parts.opening, pieces, parts.tail)
}

function definitionPart(document: ParsedDocument, part: Piece, value: PyValue): Piece {
  if (part.key === 'name' && part.value !== value && part.lines !== null && part.lines.length === 1) {
    const [line = ''] = part.lines
    return { ...part, value, lines: [line.replace(pyStr(part.value), pyStr(value))] }
  }
  if (part.key !== 'extra' || !isDict(value) || !isDict(part.value) || part.value.size === value.size)
    return { ...part, value }
  const extras = piecesAt(document, part.path)
  if (extras === null || part.lines === null) return { ...part, value, lines: null }
  const kept = extras.pieces.filter(extra => value.has(extra.key))
  return { ...part, value, lines: nested('extra', extras.opening, kept, extras.tail) }
}

/** `runtime.connectors` as the top-level `connectors`. */
export function migrateConnectors(document: ParsedDocument, piece: Piece, report: Report): Piece {
  const definitions = piecesAt(document, piece.path)
  const to: Path = ['connectors']
  report.add('moved', piece.path, to, 'Connectors stand at the top level of a deploy file.')
  if (definitions === null) return { ...piece, key: 'connectors' }
  const migrated = definitions.pieces.map(definition => {
    const value = migratedDefinition(definition.value, definition.path, [...to, definition.key], report)
    return { ...definition, value, lines: definitionLines(document, definition, value) }
  })
  const value = new Map<PyValue, PyValue>(migrated.map(definition => [definition.key, definition.value]))
  return {
    ...piece,
    key: 'connectors',
    value,
    lines: nested('connectors', definitions.opening, migrated, definitions.tail),
  }
}

/** Connectors that stages define on the spot, each under a label of its own; equal ones share it. */
class InlineConnectors {
  readonly made = new Map<string, PyValue>()
  private readonly labels = new Map<string, string>()
  private readonly taken: ReadonlySet<string>

  constructor(taken: ReadonlySet<string>) {
    this.taken = taken
  }

  labelFor(definition: PyDict): string {
    const identity = pyRepr(definition)
    const known = this.labels.get(identity)
    if (known !== undefined) return known
    const base = snake(pyStr(definition.get('name') ?? 'connector'))
    let label = base
    for (let count = 2; this.taken.has(label) || this.made.has(label); count += 1) label = `${base}_${count}`
    this.labels.set(identity, label)
    this.made.set(label, definition)
    return label
  }
}

const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toLowerCase() || 'connector'

const WIRING = ['input_connectors', 'output_connectors']

/** Puts a label in the place of every definition that a stage writes into its wiring. Gives the new definitions. */
export function nameInlineConnectors(
  stages: readonly StageDraft[],
  taken: ReadonlySet<string>,
  report: Report,
): ReadonlyMap<string, PyValue> {
  const inline = new InlineConnectors(taken)
  for (const stage of stages)
    for (const [index, piece] of stage.pieces.entries()) {
      if (!WIRING.includes(piece.key) || !isDict(piece.value) || ![...piece.value.values()].some(isDict))
        continue
      const named = [...piece.value].map(([key, value]): [PyValue, PyValue] => {
        if (!isDict(value)) return [key, value]
        const path = [...piece.path, pyStr(key)]
        const definition = migratedDefinition(value, path, ['connectors'], report)
        const label = inline.labelFor(isDict(definition) ? definition : value)
        report.add(
          'moved',
          path,
          ['connectors', label],
          `The connector that the stage defines on the spot is named ${label}; a deploy stage takes names only.`,
        )
        return [key, label]
      })
      stage.pieces[index] = { ...piece, value: new Map(named), lines: null }
    }
  return inline.made
}
