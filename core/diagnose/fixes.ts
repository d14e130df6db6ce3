import { type Command, planCommand } from '../commands/index.ts'
import type { Analysis } from '../contract/analysis.ts'
import type { Fix } from '../contract/finding.ts'
import { type DocNode, nodeAt, type ParsedDocument, type Path, rangeOf } from '../document/index.ts'
import { type Draft, editDocument, type Patience } from '../document/splice/index.ts'
import { isInt, isString, type PyValue } from '../value/index.ts'

/** Characters that all fixes of one analysis together may read: every step of one reads the whole text. */
const MOST_READ = 600_000
/** Of a large text at least so many steps can be planned. */
const LEAST_STEPS = 6

const patience = new WeakMap<ParsedDocument, Patience>()

function patienceWith(document: ParsedDocument): Patience {
  const known = patience.get(document) ?? { left: Math.max(MOST_READ, LEAST_STEPS * document.text.length) }
  patience.set(document, known)
  return known
}

/**
 * A fix of one or more steps; null where the text is written so that they can't be made safely, or where a text of its
 * size takes more steps than an analysis has time for.
 */
export function planned(document: ParsedDocument, title: string, steps: (draft: Draft) => void): Fix | null {
  const result = editDocument(document, steps, patienceWith(document))
  return result.ok ? { title, edits: result.value } : null
}

/**
 * The node at a path when nothing but the path leads to it, so that writing over it changes nothing else. A text
 * with anchors is left to the planner, which checks what they share.
 */
function ownNode(document: ParsedDocument, path: Path): DocNode | null {
  return document.text.includes('&') ? null : nodeAt(document, path)
}

const PLAIN_WORD = /^[A-Za-z_][A-Za-z0-9_.-]*$/
const READ_AS_SOMETHING_ELSE = /^(?:y|n|yes|no|on|off|true|false|null|nan)$/i

const isPlain = (value: PyValue): boolean =>
  isInt(value) ||
  typeof value === 'boolean' ||
  (isString(value) && PLAIN_WORD.test(value) && !READ_AS_SOMETHING_ELSE.test(value))

/** Puts `value` at a path: over the scalar that stands there, or as a new entry with the mappings it needs. */
export function setValue(document: ParsedDocument, path: Path, value: PyValue, title: string): Fix | null {
  const node = ownNode(document, path)
  if (node?.kind === 'scalar' && node.style === 'plain' && document.format === 'yaml' && isPlain(value))
    return { title, edits: [{ range: node.range, text: String(value) }] }
  return planned(document, title, draft => draft.set(path, value))
}

/** Removes the entry or item at a path, with its own comments. */
export const removeValue = (document: ParsedDocument, path: Path, title: string): Fix | null =>
  planned(document, title, draft => draft.remove(path))

/** Writes another key where one stands; its value keeps every byte. Null where the new key is taken. */
export function renameKey(document: ParsedDocument, path: Path, key: string): Fix | null {
  const title = `Rename ${String(path.at(-1))} to ${key}`
  const range = ownNode(document, path) === null ? null : rangeOf(document, path, 'key')
  const written = range === null ? '' : document.text.slice(range.start, range.end)
  const free = nodeAt(document, [...path.slice(0, -1), key]) === null
  if (range !== null && free && PLAIN_WORD.test(written) && PLAIN_WORD.test(key) && isPlain(key))
    return { title, edits: [{ range, text: key }] }
  return planned(document, title, draft => draft.rename(path, key))
}

/** What a command of the canvas would do, as a fix. */
export function commandFix(analysis: Omit<Analysis, 'findings'>, command: Command): Fix | null {
  const plan = planCommand({ ...analysis, findings: [] }, command)
  return plan.ok ? { title: plan.value.title, edits: plan.value.edits } : null
}
