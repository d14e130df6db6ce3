import { codes, isBreakOrEnd, isSeparator, nameCharacter, TAB } from './characters.ts'
import { Cursor } from './cursor.ts'
import { ReadFailure } from './failure.ts'
import { scanDirective, scanName, scanTag } from './scan-properties.ts'
import { scanBlockScalar, scanPlain, scanQuoted, skipComment } from './scan-scalars.ts'
import type { MarkKind, Token } from './tokens.ts'

/** A key without `?` must have its `:` on the same line, at most this many characters on. */
const MAX_SIMPLE_KEY = 1024

/** A place where a key may have begun; it becomes one when a `:` turns up in time. */
interface PossibleKey {
  readonly flowLevel: number
  /** Number of the token that would be the key's first. */
  readonly tokenNumber: number
  /** In block context at the collection's own column only a key can stand. */
  readonly required: boolean
  readonly position: number
  readonly line: number
  readonly column: number
}

const NEVER_PLAIN = codes('-?:,[]{}#&*!|>\'"%@`')
const [DASH, QUESTION, COLON] = [0x2d, 0x3f, 0x3a]

/**
 * Splits a text into the tokens of YAML 1.1, as PyYAML's pure Python scanner does: with its rules for simple keys,
 * indentation and tabs, where YAML 1.2 readers differ. Tokens are made on demand and kept only until taken.
 */
export class Scanner {
  private readonly cursor: Cursor
  private readonly queue: Token[] = []
  private head = 0
  private taken = 0
  private done = false
  private indent = -1
  private readonly outerIndents: number[] = []
  private flowLevel = 0
  private keyAllowed = true
  /** Ordered by flow level, which is the order in which they were found. */
  private possibleKeys: PossibleKey[] = []

  constructor(text: string) {
    this.cursor = new Cursor(text)
  }

  /** The next token, without taking it. */
  peek(): Token {
    while (this.needsMore()) this.scanMore()
    const token = this.queue[this.head]
    if (token === undefined) return this.mark('stream-end', 0)
    return token
  }

  take(): Token {
    const token = this.peek()
    this.head += 1
    this.taken += 1
    if (this.head === this.queue.length) this.emptyQueue()
    return token
  }

  /** One by one: a queue is short, and to set an array's length costs more than that. */
  private emptyQueue(): void {
    while (this.queue.length > 0) this.queue.pop()
    this.head = 0
  }

  private needsMore(): boolean {
    if (this.done) return false
    if (this.head === this.queue.length) return true
    this.dropStaleKeys()
    return this.possibleKeys[0]?.tokenNumber === this.taken
  }

  private scanMore(): void {
    this.skipToToken()
    this.dropStaleKeys()
    this.closeBlocks(this.cursor.column)
    const code = this.cursor.peek()
    if (code === 0) this.endStream()
    else if (!this.scanDocumentPart(code) && !this.scanBracket(code) && !this.scanProperty(code))
      this.scanContent(code)
  }

  /** `%…`, `---` and `...` at the start of a line. */
  private scanDocumentPart(code: number): boolean {
    const { cursor } = this
    if (cursor.column !== 0) return false
    if (code === 0x25) this.addDirective()
    else if (!isSeparator(cursor.peek(3))) return false
    else if (cursor.startsWith('---')) this.addDocumentMark('document-start')
    else if (cursor.startsWith('...')) this.addDocumentMark('document-end')
    else return false
    return true
  }

  private scanBracket(code: number): boolean {
    if (code === 0x5b) this.openFlow('flow-seq-start')
    else if (code === 0x7b) this.openFlow('flow-map-start')
    else if (code === 0x5d) this.closeFlow('flow-seq-end')
    else if (code === 0x7d) this.closeFlow('flow-map-end')
    else if (code === 0x2c) this.addFlowEntry()
    else return false
    return true
  }

  /** Aliases, anchors, tags and quoted scalars: one character tells them. */
  private scanProperty(code: number): boolean {
    const { cursor } = this
    if (code === 0x2a || code === 0x26) this.addInline(() => scanName(cursor))
    else if (code === 0x21) this.addInline(() => scanTag(cursor))
    else if (code === 0x22 || code === 0x27) this.addInline(() => scanQuoted(cursor))
    else return false
    return true
  }

  private scanContent(code: number): void {
    const inFlow = this.flowLevel > 0
    const separated = isSeparator(this.cursor.peek(1))
    if (code === DASH && separated) this.addBlockEntry()
    else if (code === QUESTION && (inFlow || separated)) this.addExplicitKey()
    else if (code === COLON && (inFlow || separated)) this.addValue()
    else if ((code === 0x7c || code === 0x3e) && !inFlow) this.addBlockScalar()
    else if (this.startsPlain(code, separated)) this.addPlain()
    else this.refuse(code)
  }

  private startsPlain(code: number, separated: boolean): boolean {
    if (isSeparator(code)) return false
    if (!NEVER_PLAIN.has(code)) return true
    return !separated && (code === DASH || (this.flowLevel === 0 && (code === QUESTION || code === COLON)))
  }

  private refuse(code: number): never {
    if (code === TAB)
      return this.cursor.fail('a tab stands where YAML takes only blanks; replace it by blanks')
    const name = nameCharacter(this.cursor.text, this.cursor.position)
    return this.cursor.fail(`a value can't begin with ${name}; put it in quotes`)
  }

  private skipToToken(): void {
    const { cursor } = this
    while (true) {
      skipComment(cursor)
      if (cursor.takeBreak() === '') return
      if (this.flowLevel === 0) this.keyAllowed = true
    }
  }

  private mark(kind: MarkKind, width: number): Token {
    const start = this.cursor.position
    return { kind, start, end: start + width }
  }

  private addIndicator(kind: MarkKind, width: number): void {
    this.queue.push(this.mark(kind, width))
    this.cursor.advance(width)
  }

  private dropStaleKeys(): void {
    const { cursor } = this
    let stale = 0
    for (const key of this.possibleKeys) {
      if (key.line === cursor.line && cursor.position - key.position <= MAX_SIMPLE_KEY) break
      this.requireNoKey(key)
      stale += 1
    }
    for (; stale > 0; stale -= 1) this.possibleKeys.shift()
  }

  private requireNoKey(key: PossibleKey): void {
    if (!key.required) return
    const { text } = this.cursor
    let end = key.position
    while (end < text.length && !isBreakOrEnd(text.charCodeAt(end))) end += 1
    this.cursor.fail(
      'a “:” is missing here; write “key: value”, or indent the line to go on with the value above',
      key.position,
      end,
    )
  }

  private rememberKey(): void {
    if (!this.keyAllowed) return
    this.forgetKey()
    const { position, line, column } = this.cursor
    this.possibleKeys.push({
      flowLevel: this.flowLevel,
      tokenNumber: this.taken + this.queue.length - this.head,
      required: this.flowLevel === 0 && this.indent === column,
      position,
      line,
      column,
    })
  }

  private takeKey(): PossibleKey | null {
    const last = this.possibleKeys.at(-1)
    if (last === undefined || last.flowLevel !== this.flowLevel) return null
    this.possibleKeys.pop()
    return last
  }

  private forgetKey(): void {
    const key = this.takeKey()
    if (key !== null) this.requireNoKey(key)
  }

  private closeBlocks(column: number): void {
    if (this.flowLevel > 0) return
    while (this.indent > column) {
      this.indent = this.outerIndents.pop() ?? -1
      this.queue.push(this.mark('block-end', 0))
    }
  }

  /** Opens a block collection at `column` unless one is open there. */
  private deepen(column: number): boolean {
    if (this.indent >= column) return false
    this.outerIndents.push(this.indent)
    this.indent = column
    return true
  }

  private endStream(): void {
    this.closeBlocks(-1)
    this.forgetKey()
    this.keyAllowed = false
    this.possibleKeys = []
    this.queue.push(this.mark('stream-end', 0))
    this.done = true
  }

  private beginDocumentPart(): void {
    this.closeBlocks(-1)
    this.forgetKey()
    this.keyAllowed = false
  }

  private addDirective(): void {
    this.beginDocumentPart()
    this.queue.push(scanDirective(this.cursor))
  }

  private addDocumentMark(kind: MarkKind): void {
    this.beginDocumentPart()
    this.addIndicator(kind, 3)
  }

  private openFlow(kind: MarkKind): void {
    this.rememberKey()
    this.flowLevel += 1
    this.keyAllowed = true
    this.addIndicator(kind, 1)
  }

  private closeFlow(kind: MarkKind): void {
    this.forgetKey()
    if (this.flowLevel === 0)
      // PyYAML's scanner lets it pass and its parser stumbles over it.
      throw new ReadFailure(
        'ParserError',
        'this bracket closes nothing; remove it, or put the text in quotes',
        this.cursor.position,
      )
    this.flowLevel -= 1
    this.keyAllowed = false
    this.addIndicator(kind, 1)
  }

  private addFlowEntry(): void {
    this.keyAllowed = true
    this.forgetKey()
    this.addIndicator('flow-entry', 1)
  }

  private addBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.keyAllowed)
        this.cursor.fail("a list item can't begin here; put the “-” on a line of its own, below its key")
      if (this.deepen(this.cursor.column)) this.queue.push(this.mark('block-seq-start', 0))
    }
    this.keyAllowed = true
    this.forgetKey()
    this.addIndicator('block-entry', 1)
  }

  private addExplicitKey(): void {
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) this.cursor.fail("a “?” key can't begin here; put it on a line of its own")
      if (this.deepen(this.cursor.column)) this.queue.push(this.mark('block-map-start', 0))
    }
    this.keyAllowed = this.flowLevel === 0
    this.forgetKey()
    this.addIndicator('key', 1)
  }

  private addValue(): void {
    const key = this.takeKey()
    if (key !== null) {
      const at = this.head + key.tokenNumber - this.taken
      const span = { start: key.position, end: key.position }
      const opens = this.flowLevel === 0 && this.deepen(key.column)
      if (opens) this.queue.splice(at, 0, { kind: 'block-map-start', ...span }, { kind: 'key', ...span })
      else this.queue.splice(at, 0, { kind: 'key', ...span })
      this.keyAllowed = false
    } else {
      if (this.flowLevel === 0) {
        if (!this.keyAllowed)
          this.cursor.fail(
            "a second “: ” can't stand here; put the value in quotes, or the key on a line of its own",
          )
        if (this.deepen(this.cursor.column)) this.queue.push(this.mark('block-map-start', 0))
      }
      this.keyAllowed = this.flowLevel === 0
      this.forgetKey()
    }
    this.addIndicator('value', 1)
  }

  /** Tokens that may begin a key and after which none can begin on the same line. */
  private addInline(scan: () => Token): void {
    this.rememberKey()
    this.keyAllowed = false
    this.queue.push(scan())
  }

  private addBlockScalar(): void {
    this.keyAllowed = true
    this.forgetKey()
    this.queue.push(scanBlockScalar(this.cursor, this.indent))
  }

  private addPlain(): void {
    this.rememberKey()
    const { token, brokeLine } = scanPlain(this.cursor, this.indent, this.flowLevel > 0)
    this.keyAllowed = brokeLine
    this.queue.push(token)
  }
}
