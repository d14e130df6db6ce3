import { excerpt } from './characters.ts'
import { Directives } from './directives.ts'
import { ReadFailure } from './failure.ts'
import { Scanner } from './scanner.ts'
import type {
  Property,
  SyntaxAlias,
  SyntaxContent,
  SyntaxItem,
  SyntaxNode,
  SyntaxPair,
  SyntaxTree,
} from './syntax.ts'
import { TOKEN_WORDS } from './token-words.ts'
import type { MarkKind, ScalarToken, Token } from './tokens.ts'

/** Python's recursion limit of 1,000 lets PyYAML build collections about this deep. */
export const MAX_DEPTH = 490

type Kinds = readonly Token['kind'][]

const AFTER_START: Kinds = ['directive', 'document-start', 'stream-end']
const AFTER_EMPTY: Kinds = ['directive', 'document-start', 'document-end', 'stream-end']
/** What follows where a key or a value is left out. */
const ABSENT: Kinds = ['key', 'value', 'block-end']
const PROPERTIES: Kinds = ['anchor', 'tag']
const BLOCK_CLOSERS: Kinds = ['block-entry', 'block-end']
const INDENTLESS_CLOSERS: Kinds = ['block-entry', ...ABSENT]

interface Properties {
  readonly anchor: Property | null
  readonly tag: Property | null
  /** Start of the first property; null when there is none. */
  readonly start: number | null
  readonly end: number
}

const NO_PROPERTIES: Properties = { anchor: null, tag: null, start: null, end: 0 }

/** Reads one document into a syntax tree with every place in it, by the grammar of PyYAML's parser. */
class Parser {
  private readonly scanner: Scanner
  private directives = new Directives()
  private readonly anchors = new Map<string, SyntaxContent | 'open'>()
  private depth = 0
  /** End of the last token with any text that was taken. */
  private lastEnd = 0

  constructor(text: string) {
    this.scanner = new Scanner(text)
  }

  parse(length: number): SyntaxTree {
    let bodyStart = 0
    const explicit = this.isNextOf(AFTER_START)
    if (explicit) {
      if (!this.skipToDocument()) return { root: null, bodyStart: 0, bodyEnd: length }
      bodyStart = this.take().end
    }
    const root = explicit && this.isNextOf(AFTER_EMPTY) ? this.emptyScalar(bodyStart) : this.blockNode()
    const bodyEnd = this.isNext('document-end') ? this.take().start : length
    this.requireEnd()
    return { root, bodyStart, bodyEnd }
  }

  private peek(): Token {
    return this.scanner.peek()
  }

  private take(): Token {
    const token = this.scanner.take()
    if (token.end > token.start) this.lastEnd = token.end
    return token
  }

  private isNext(kind: Token['kind']): boolean {
    return this.peek().kind === kind
  }

  private isNextOf(kinds: readonly Token['kind'][]): boolean {
    return kinds.includes(this.peek().kind)
  }

  private takeMark(kind: MarkKind): Token | null {
    return this.peek().kind === kind ? this.take() : null
  }

  private skipToDocument(): boolean {
    while (this.takeMark('document-end') !== null);
    if (this.isNext('stream-end')) return false
    this.readDirectives()
    const token = this.peek()
    if (token.kind !== 'document-start')
      throw new ReadFailure(
        'ParserError',
        `“---” must follow the directives, not ${TOKEN_WORDS[token.kind]}; put it on a line of its own`,
        token.start,
      )
    return true
  }

  private readDirectives(): void {
    const directives = new Directives()
    for (let token = this.peek(); token.kind === 'directive'; token = this.peek()) {
      this.take()
      directives.add(token)
    }
    this.directives = directives
  }

  private requireEnd(): void {
    while (this.takeMark('document-end') !== null);
    const token = this.peek()
    if (token.kind === 'stream-end') return
    if (token.kind === 'directive') this.skipToDocument()
    if (token.kind === 'document-start' || token.kind === 'directive')
      throw new ReadFailure(
        'ComposerError',
        'a second document begins here, but the runtime reads one per file; split the file',
        token.start,
        token.end,
      )
    throw new ReadFailure(
      'ParserError',
      `${TOKEN_WORDS[token.kind]} stands behind the end of the value; check the quotes and the indentation`,
      token.start,
      Math.max(token.end, token.start + 1),
    )
  }

  private blockNode(): SyntaxNode {
    return this.node(true, false)
  }

  private flowNode(): SyntaxNode {
    return this.node(false, false)
  }

  private node(block: boolean, indentless: boolean): SyntaxNode {
    const token = this.peek()
    if (token.kind === 'alias') return this.alias()
    const properties = this.properties()
    const { anchor } = properties
    if (anchor !== null) {
      if (this.anchors.has(anchor.name))
        throw new ReadFailure(
          'ComposerError',
          `the anchor &${excerpt(anchor.name)} is given twice; rename one of them`,
          anchor.start,
          anchor.end,
        )
      this.anchors.set(anchor.name, 'open')
    }
    this.depth += 1
    if (this.depth > MAX_DEPTH + 1)
      throw new ReadFailure(
        'RecursionError',
        `collections are nested more than ${MAX_DEPTH} deep, where Python's reader gives up; flatten them`,
        token.start,
      )
    const node = this.content(properties, block, indentless)
    this.depth -= 1
    if (anchor !== null) this.anchors.set(anchor.name, node)
    return node
  }

  private alias(): SyntaxAlias {
    const token = this.take()
    const name = token.kind === 'alias' ? token.name : ''
    const target = this.anchors.get(name)
    const { start, end } = token
    if (target === undefined)
      throw new ReadFailure(
        'ComposerError',
        `no anchor &${excerpt(name)} stands above this alias; define it or write the value`,
        start,
        end,
      )
    if (target === 'open')
      throw new ReadFailure(
        null,
        `the alias *${excerpt(name)} stands inside the value that it repeats, which would never end; write the value out`,
        start,
        end,
        'LIMIT-2',
      )
    return { kind: 'alias', target, start, end, outerStart: start, anchor: null, tag: null }
  }

  private properties(): Properties {
    if (!this.isNextOf(PROPERTIES)) return NO_PROPERTIES
    let anchor: Property | null = null
    let tag: Property | null = null
    let start: number | null = null
    let end = 0
    while (true) {
      const token = this.peek()
      if (token.kind === 'anchor' && anchor === null)
        anchor = { name: token.name, start: token.start, end: token.end }
      else if (token.kind === 'tag' && tag === null) tag = this.directives.tagOf(token)
      else return { anchor, tag, start, end }
      this.take()
      start ??= token.start
      end = token.end
    }
  }

  private content(properties: Properties, block: boolean, indentless: boolean): SyntaxContent {
    const token = this.peek()
    if (token.kind === 'scalar') {
      this.take()
      return this.scalar(token, properties)
    }
    if (indentless && token.kind === 'block-entry') return this.indentlessSeq(properties)
    if (token.kind === 'flow-seq-start') return this.flowSeq(properties)
    if (token.kind === 'flow-map-start') return this.flowMap(properties)
    if (block && token.kind === 'block-seq-start') return this.blockSeq(properties)
    if (block && token.kind === 'block-map-start') return this.blockMap(properties)
    if (properties.start !== null) return this.emptyScalar(properties.end, properties)
    throw new ReadFailure(
      'ParserError',
      `a value is missing before ${TOKEN_WORDS[token.kind]}; write one, or null`,
      token.start,
      Math.max(token.end, token.start + 1),
    )
  }

  private scalar(token: ScalarToken, { anchor, tag, start }: Properties): SyntaxContent {
    return {
      kind: 'scalar',
      text: token.text,
      style: token.style,
      start: token.start,
      end: token.end,
      tail: token.tail,
      outerStart: start ?? token.start,
      anchor,
      tag,
    }
  }

  private emptyScalar(at: number, properties: Properties | null = null): SyntaxContent {
    return {
      kind: 'scalar',
      text: '',
      style: 'plain',
      start: at,
      end: at,
      tail: at,
      outerStart: properties?.start ?? at,
      anchor: properties?.anchor ?? null,
      tag: properties?.tag ?? null,
    }
  }

  private unexpected(context: string, token: Token): never {
    throw new ReadFailure(
      'ParserError',
      `${context}, not ${TOKEN_WORDS[token.kind]}`,
      token.start,
      Math.max(token.end, token.start + 1),
    )
  }

  private blockItems(closers: Kinds): SyntaxItem[] {
    const items: SyntaxItem[] = []
    for (let dash = this.takeMark('block-entry'); dash !== null; dash = this.takeMark('block-entry')) {
      const empty = this.isNextOf(closers)
      items.push({ dash: dash.start, node: empty ? this.emptyScalar(dash.end) : this.blockNode() })
    }
    return items
  }

  private seq(
    items: readonly SyntaxItem[],
    start: number,
    { anchor, tag, start: outer }: Properties,
  ): SyntaxContent {
    return {
      kind: 'seq',
      flow: false,
      items,
      start,
      end: this.lastEnd,
      outerStart: outer ?? start,
      anchor,
      tag,
    }
  }

  private indentlessSeq(properties: Properties): SyntaxContent {
    const { start } = this.peek()
    return this.seq(this.blockItems(INDENTLESS_CLOSERS), start, properties)
  }

  private blockSeq(properties: Properties): SyntaxContent {
    const { start } = this.take()
    const seq = this.seq(this.blockItems(BLOCK_CLOSERS), start, properties)
    if (this.takeMark('block-end') === null)
      this.unexpected('the list goes on here with “- ” at the same indentation', this.peek())
    return seq
  }

  private blockMap({ anchor, tag, start: outer }: Properties): SyntaxContent {
    const { start } = this.take()
    const pairs: SyntaxPair[] = []
    const blockValue = (at: number) => (this.isNextOf(ABSENT) ? this.emptyScalar(at) : this.node(true, true))
    for (let mark = this.takeMark('key'); mark !== null; mark = this.takeMark('key')) {
      const key = blockValue(mark.end)
      const colon = this.takeMark('value')
      const value = colon === null ? this.emptyScalar(key.end) : blockValue(colon.end)
      const question = mark.end > mark.start ? mark.start : -1
      pairs.push({ key, value, question, colon: colon?.start ?? -1 })
    }
    const end = this.lastEnd
    if (this.takeMark('block-end') === null)
      this.unexpected('the mapping goes on here with “key: value” at the same indentation', this.peek())
    return {
      kind: 'map',
      flow: false,
      bare: false,
      pairs,
      start,
      end,
      outerStart: outer ?? start,
      anchor,
      tag,
    }
  }

  private flowSeq({ anchor, tag, start: outer }: Properties): SyntaxContent {
    const { start } = this.take()
    const items: SyntaxItem[] = []
    while (!this.isNext('flow-seq-end')) {
      if (items.length > 0) this.separate('flow-seq-end', '“,” or “]” must follow', start)
      if (this.isNext('flow-seq-end')) break
      const node = this.isNext('key') ? this.barePair() : this.flowNode()
      items.push({ node, dash: -1 })
    }
    const { end } = this.take()
    return { kind: 'seq', flow: true, items, start, end, outerStart: outer ?? start, anchor, tag }
  }

  private separate(closer: MarkKind, expectation: string, opened: number): void {
    if (this.isNext('stream-end'))
      throw new ReadFailure(
        'ParserError',
        `this bracket is never closed; add the closing “${closer === 'flow-seq-end' ? ']' : '}'}”`,
        opened,
      )
    if (this.takeMark('flow-entry') === null) this.unexpected(expectation, this.peek())
  }

  /** `key: value` within braces or brackets; the `key` token is next. */
  private flowPair(closer: MarkKind): SyntaxPair {
    const mark = this.take()
    const question = mark.end > mark.start ? mark.start : -1
    const ends = () => this.isNext('flow-entry') || this.isNext(closer)
    const key = this.isNext('value') || ends() ? this.emptyScalar(mark.end) : this.flowNode()
    const colon = this.takeMark('value')
    if (colon === null) return { key, value: this.emptyScalar(key.end), question, colon: -1 }
    const value = ends() ? this.emptyScalar(colon.end) : this.flowNode()
    return { key, value, question, colon: colon.start }
  }

  private barePair(): SyntaxContent {
    const { start } = this.peek()
    const pair = this.flowPair('flow-seq-end')
    const end = Math.max(pair.value.end, pair.colon + 1)
    return {
      kind: 'map',
      flow: true,
      bare: true,
      pairs: [pair],
      start,
      end,
      outerStart: start,
      anchor: null,
      tag: null,
    }
  }

  private flowMap({ anchor, tag, start: outer }: Properties): SyntaxContent {
    const { start } = this.take()
    const pairs: SyntaxPair[] = []
    while (!this.isNext('flow-map-end')) {
      if (pairs.length > 0) this.separate('flow-map-end', '“,” or “}” must follow', start)
      if (this.isNext('flow-map-end')) break
      if (this.isNext('key')) pairs.push(this.flowPair('flow-map-end'))
      else {
        const key = this.flowNode()
        pairs.push({ key, value: this.emptyScalar(key.end), question: -1, colon: -1 })
      }
    }
    const { end } = this.take()
    return {
      kind: 'map',
      flow: true,
      bare: false,
      pairs,
      start,
      end,
      outerStart: outer ?? start,
      anchor,
      tag,
    }
  }
}

/** Reads `text` as one YAML 1.1 document. Throws {@link ReadFailure} where PyYAML would raise. */
export const parseSyntax = (text: string): SyntaxTree => new Parser(text).parse(text.length)
