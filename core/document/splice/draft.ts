import type { Result } from '../../contract/result.ts'
import { isDict, isList, isString, type PyDict, type PyValue, pyStr } from '../../value/index.ts'
import { composeEdits } from '../compose-edits.ts'
import { applyEdits } from '../edits.ts'
import { parseDocument } from '../parse.ts'
import { isMergeKey } from '../reader/construct.ts'
import type { ParsedDocument, Path, TextEdit } from '../types.ts'
import { editsBeyond, firstContent, pathText, wrapped } from './beyond.ts'
import { appendItemLines, type PairPlace } from './insert.ts'
import { isMapSlot, isSeqSlot, type Located, locate, type MapSlot, type SeqSlot } from './locate.ts'
import { changeAt, sameValue, valueAt } from './model.ts'
import { attemptEdit, refuse } from './refusal.ts'
import { removeItem, removePair } from './remove.ts'
import { renameKey } from './rename-key.ts'
import { replaceValue } from './replace.ts'
import { sharingSentence } from './shared.ts'
import { styleOf, type TextStyle } from './style.ts'
import { tighten } from './tighten.ts'

/** Characters that may still be read; every step of an edit reads the whole text. */
export interface Patience {
  left: number
}

/**
 * A text under edit. Every step is a few splices into the text as it is, and is checked: the result must read back
 * as the value that the same step makes of the old value, else the step is refused and nothing has happened. Methods
 * refuse by throwing; {@link editDocument} is the border.
 */
export class Draft {
  document: ParsedDocument
  private readonly before: string
  private readonly patience: Patience | null
  private done: readonly TextEdit[] = []

  constructor(document: ParsedDocument, patience: Patience | null = null) {
    this.patience = patience
    const [problem] = document.problems
    if (!document.ok)
      refuse(
        'EDIT-SYNTAX',
        `${problem?.message ?? 'The text can’t be read.'} Mend that first; commands need a text that reads.`,
      )
    this.document = document
    this.before = document.text
  }

  /** Splices into the text that the draft began with. */
  get edits(): readonly TextEdit[] {
    return tighten(this.before, this.done)
  }

  get style(): TextStyle {
    return styleOf(this.document)
  }

  valueAt(path: Path): PyValue | undefined {
    return valueAt(this.document.value, path)
  }

  has(path: Path): boolean {
    return this.valueAt(path) !== undefined
  }

  /** Makes `edits` when the text then reads as `expected`. */
  splice(edits: readonly TextEdit[], expected: PyValue): void {
    const { text } = this.document
    const changes = edits.filter(({ range, text: put }) => text.slice(range.start, range.end) !== put)
    const after = changes.length === 0 ? this.document : this.read(applyEdits(text, changes))
    if (!after.ok || !sameValue(after.value, expected)) this.refuseSplice(edits, after)
    this.document = after
    this.done = composeEdits(this.done, changes)
  }

  private read(text: string): ParsedDocument {
    if (this.patience !== null) {
      this.patience.left -= text.length
      if (this.patience.left < 0)
        refuse('EDIT-LIMIT', 'The edit has more steps than can be planned for a text of this size.')
    }
    return parseDocument(text, { fileName: `config.${this.document.format}` })
  }

  private refuseSplice(edits: readonly TextEdit[], after: ParsedDocument): never {
    const shared = sharingSentence(
      this.document,
      edits.map(change => change.range),
    )
    if (shared !== null) return refuse('EDIT-SHARED', shared)
    const limit = after.problems.find(problem => problem.code.startsWith('LIMIT'))
    if (limit !== undefined) return refuse('EDIT-LIMIT', limit.message)
    return refuse(
      'EDIT-PLACE',
      'The text is written in a way that a command can’t change safely at this place; edit it in the text.',
    )
  }

  /** Sets the value at `path`. Mappings that are missing on the way are made; a list takes its next index. */
  set(path: Path, value: PyValue, place: PairPlace = {}): void {
    const old = this.valueAt(path)
    if (old !== undefined && sameValue(old, value)) return
    if (isDict(old) && isDict(value) && this.mergeInto(path, old, value)) return
    const edits = this.editsToSet(path, value, place)
    this.splice(
      edits,
      changeAt(this.document.value, path, () => value),
    )
  }

  private editsToSet(path: Path, value: PyValue, place: PairPlace): readonly TextEdit[] {
    const { text } = this.document
    const located = locate(this.document, path)
    if (located === null) return firstContent(text, wrapped(path, value), this.style)
    if (located.kind === 'found') return replaceValue(text, located.slot, value, this.style)
    return editsBeyond(this.document, located, path, value, this.style, place)
  }

  /** Brings a mapping to its new content pair by pair, so that comments and order of what stays are kept. */
  private mergeInto(path: Path, old: PyDict, value: PyDict): boolean {
    const located = locate(this.document, path)
    if (located?.kind !== 'found' || !isMapSlot(located.slot)) return false
    const keeps = [...value.keys()].some(key => old.has(key))
    if (!keeps || ![...old.keys(), ...value.keys()].every(isString)) return false
    for (const key of old.keys()) if (!value.has(key)) this.remove([...path, pyStr(key)])
    for (const [key, item] of value) this.set([...path, pyStr(key)], item)
    return true
  }

  /**
   * Removes the pair or item at `path` where there is one, every writing of a repeated key included. A key that `<<`
   * brings as well falls back to that one's value.
   */
  remove(path: Path): void {
    if (path.length === 0) refuse('EDIT-PATH', 'The whole document can’t be removed.')
    let written = false
    while (this.has(path)) {
      const located = locate(this.document, path)
      if (located?.kind === 'merged' && written) return
      const holder = locate(this.document, path.slice(0, -1))
      if (located?.kind !== 'found' || holder?.kind !== 'found') {
        this.removeThroughAlias(located, path)
        return
      }
      if (isSeqSlot(holder.slot)) {
        this.removeItemAt(holder.slot, path)
        return
      }
      if (isMapSlot(holder.slot)) this.removeWriting(holder.slot, path)
      written = true
    }
  }

  private removeItemAt(slot: SeqSlot, path: Path): void {
    const edits = removeItem(this.document.text, slot, Number(path.at(-1)), this.style)
    this.splice(
      edits,
      changeAt(this.document.value, path, () => undefined),
    )
  }

  private removeWriting(slot: MapSlot, path: Path): void {
    const located = locate(this.document, path)
    if (located?.kind !== 'found' || located.slot.holder.kind !== 'pair') return
    const { pair } = located.slot.holder
    const { pairs } = slot.node
    const edits = removePair(this.document.text, slot, pairs.indexOf(pair), this.style)
    const again = pairs.some(
      other => other !== pair && (isMergeKey(other.key) || sameKeyText(other.key, pair.key)),
    )
    const beneath = again ? valueAt(this.read(applyEdits(this.document.text, edits)).value, path) : undefined
    this.splice(
      edits,
      changeAt(this.document.value, path, () => beneath),
    )
  }

  private removeThroughAlias(located: Located | null, path: Path): void {
    if (located?.kind !== 'alias')
      refuse(
        'EDIT-ALIAS',
        `${pathText(path)} comes from an anchored mapping by “<<”; remove it there, or set a value of its own here.`,
      )
    const written = changeAt(located.slot.value.value, located.rest, () => undefined)
    this.splice(
      replaceValue(this.document.text, located.slot, written, this.style),
      changeAt(this.document.value, path, () => undefined),
    )
  }

  /** Gives the pair at `path` another key; its value, place and comments stay. */
  rename(path: Path, key: string): void {
    const parent = path.slice(0, -1)
    const old = String(path.at(-1) ?? '')
    if (old === key) return
    const located = locate(this.document, path)
    const holder = this.valueAt(parent)
    if (located?.kind !== 'found' || located.slot.holder.kind !== 'pair' || !isDict(holder))
      refuse('EDIT-PATH', `${pathText(path)} is not written in place; rename it where it is defined.`)
    if (this.has([...parent, key]))
      refuse('EDIT-TAKEN', `${pathText(parent)} has ${key} already; choose another name.`)
    const { pair, map } = located.slot.holder
    const renamed = new Map([...holder].map(([name, item]) => [pyStr(name) === old ? key : name, item]))
    this.splice(
      renameKey(pair, key, this.style, map.flow),
      changeAt(this.document.value, parent, () => renamed),
    )
  }

  /** Adds an item to the list at `path`, which is made when it is missing or null. */
  append(path: Path, value: PyValue, place: PairPlace = {}): void {
    const list = this.valueAt(path)
    if (list === undefined || list === null) this.set(path, [value], place)
    else if (isList(list)) this.set([...path, list.length], value)
    else refuse('EDIT-PATH', `${pathText(path)} is no list; change it to one first.`)
  }

  /**
   * Adds an item to a list as it was written elsewhere: `lines` have its dash at column 0 and read as `value`. Where
   * they can't stand as they are, in brackets or with aliases of another text, the value is written anew.
   */
  appendLines(path: Path, lines: readonly string[] | null, value: PyValue): void {
    const list = this.valueAt(path)
    const located = locate(this.document, path)
    const edits =
      lines === null || located?.kind !== 'found' || !isSeqSlot(located.slot)
        ? null
        : appendItemLines(this.document.text, located.slot, lines, this.style)
    const fits = edits !== null && isList(list) && this.fits(edits, path, [...list, value])
    if (edits !== null && fits)
      this.splice(
        edits,
        changeAt(this.document.value, path, () => [...(isList(list) ? list : []), value]),
      )
    else this.append(path, value)
  }

  private fits(edits: readonly TextEdit[], path: Path, expected: PyValue): boolean {
    const after = this.read(applyEdits(this.document.text, edits))
    const value = after.ok ? valueAt(after.value, path) : undefined
    return value !== undefined && sameValue(value, expected)
  }
}

const sameKeyText = (a: { kind: string; text?: string }, b: { kind: string; text?: string }): boolean =>
  a.kind === 'scalar' && b.kind === 'scalar' && a.text === b.text

/**
 * Edits a document by steps. Gives the splices into its text, or the reason why they can't be made; then nothing has
 * changed. Codes: `EDIT-SYNTAX`, `EDIT-PATH`, `EDIT-TAKEN`, `EDIT-ALIAS`, `EDIT-SHARED`, `EDIT-LIMIT`, `EDIT-VALUE`,
 * `EDIT-PLACE`, and those that `steps` refuses with.
 */
export function editDocument(
  document: ParsedDocument,
  steps: (draft: Draft) => void,
  patience: Patience | null = null,
): Result<readonly TextEdit[]> {
  return attemptEdit(() => {
    const draft = new Draft(document, patience)
    steps(draft)
    return draft.edits
  })
}
