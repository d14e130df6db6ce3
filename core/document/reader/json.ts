import { MAX_INT_DIGITS } from '../../value/numbers.ts'
import { isHexDigit, nameCharacter } from './characters.ts'
import { ReadFailure } from './failure.ts'
import type { CoreTag } from './resolve-tag.ts'
import type { SyntaxContent, SyntaxItem, SyntaxPair, SyntaxTree } from './syntax.ts'

/** Python's recursion limit stops its `json` module about here. */
const MAX_JSON_DEPTH = 990

const CONSTANTS = ['null', 'true', 'false', 'NaN', 'Infinity', '-Infinity']
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y

/** The type of an unquoted JSON token; `NaN` and the infinities have their YAML spelling by then. */
export function resolveJsonToken(text: string): CoreTag {
  if (text === 'null') return 'null'
  if (text === 'true' || text === 'false') return 'bool'
  return /[.eni]/i.test(text) ? 'float' : 'int'
}

const FLOAT_WORDS: Readonly<Record<string, string>> = { NaN: '.nan', Infinity: '.inf', '-Infinity': '-.inf' }

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d

/** Reads JSON as Python's `json` module does, NaN and Infinity included, into the tree that YAML texts give. */
class JsonReader {
  private readonly text: string
  private position = 0
  private depth = 0

  constructor(text: string) {
    this.text = text
  }

  read(): SyntaxTree {
    if (this.text.startsWith('\ufeff'))
      this.fail('Python refuses a byte order mark in JSON; save the file without it')
    this.skipBlanks()
    if (this.position === this.text.length) this.fail('a JSON file needs a value; write {} for an empty one')
    const root = this.value()
    this.skipBlanks()
    if (this.position < this.text.length)
      this.fail('something stands behind the end of the JSON value; remove it')
    return { root, bodyStart: 0, bodyEnd: this.text.length }
  }

  private fail(sentence: string, start: number = this.position): never {
    throw new ReadFailure('JSONDecodeError', sentence, start)
  }

  private skipBlanks(): void {
    while (isBlank(this.text.charCodeAt(this.position))) this.position += 1
  }

  /** Takes `char` after blanks. */
  private take(char: string): boolean {
    this.skipBlanks()
    if (this.text[this.position] !== char) return false
    this.position += 1
    return true
  }

  private value(): SyntaxContent {
    this.depth += 1
    if (this.depth > MAX_JSON_DEPTH)
      throw new ReadFailure(
        'RecursionError',
        `values are nested more than ${MAX_JSON_DEPTH} deep, where Python's reader gives up; flatten them`,
        this.position,
      )
    const char = this.text[this.position]
    const node =
      char === '{' ? this.object() : char === '[' ? this.array() : char === '"' ? this.string() : this.token()
    this.depth -= 1
    return node
  }

  private node(start: number) {
    return { start, end: this.position, outerStart: start, anchor: null, tag: null }
  }

  private scalar(start: number, text: string, style: 'plain' | 'double'): SyntaxContent {
    return { kind: 'scalar', text, style, tail: this.position, ...this.node(start) }
  }

  private object(): SyntaxContent {
    const start = this.position
    const pairs: SyntaxPair[] = []
    this.position += 1
    if (!this.take('}')) {
      do {
        this.skipBlanks()
        if (this.text[this.position] !== '"') this.fail('a key in double quotes is missing here')
        const key = this.string()
        if (!this.take(':')) this.fail('a “:” is missing after this key')
        const colon = this.position - 1
        this.skipBlanks()
        pairs.push({ key, value: this.value(), question: -1, colon })
      } while (this.take(','))
      if (!this.take('}')) this.failOpen('“,” or “}” must follow', '}', start)
    }
    return { kind: 'map', flow: true, bare: false, pairs, ...this.node(start) }
  }

  private array(): SyntaxContent {
    const start = this.position
    const items: SyntaxItem[] = []
    this.position += 1
    if (!this.take(']')) {
      do {
        this.skipBlanks()
        items.push({ node: this.value(), dash: -1 })
      } while (this.take(','))
      if (!this.take(']')) this.failOpen('“,” or “]” must follow', ']', start)
    }
    return { kind: 'seq', flow: true, items, ...this.node(start) }
  }

  private failOpen(expectation: string, closer: string, opened: number): never {
    if (this.position >= this.text.length)
      return this.fail(`this bracket is never closed; add the closing “${closer}”`, opened)
    return this.fail(`${expectation}, not ${nameCharacter(this.text, this.position)}`)
  }

  private token(): SyntaxContent {
    const start = this.position
    const constant = CONSTANTS.find(word => this.text.startsWith(word, start))
    NUMBER.lastIndex = start
    const found = constant ?? NUMBER.exec(this.text)?.[0]
    if (found === undefined)
      return this.fail(
        start >= this.text.length
          ? 'a JSON value is missing at the end; write one'
          : `a JSON value can't begin with ${nameCharacter(this.text, start)}; put text in double quotes`,
      )
    if (found.length > MAX_INT_DIGITS && resolveJsonToken(found) === 'int') this.failLong(found, start)
    this.position += found.length
    return this.scalar(start, FLOAT_WORDS[found] ?? found, 'plain')
  }

  private failLong(digits: string, start: number): void {
    const count = digits.replace('-', '').length
    if (count > MAX_INT_DIGITS)
      throw new ReadFailure(
        'ValueError',
        `an integer of ${count} digits is past Python's ${MAX_INT_DIGITS}; put it in quotes`,
        start,
        start + digits.length,
      )
  }

  private string(): SyntaxContent {
    const start = this.position
    let text = ''
    let chunkStart = start + 1
    this.position = chunkStart
    while (true) {
      const code = this.text.charCodeAt(this.position)
      if (Number.isNaN(code)) this.fail('these quotes are never closed; add the closing quote', start)
      if (code === 0x22) break
      if (code < 0x20) this.fail('a control character must be escaped in JSON, as \\n or \\t for example')
      if (code === 0x5c) {
        text += this.text.slice(chunkStart, this.position) + this.escape()
        chunkStart = this.position
      } else this.position += 1
    }
    text += this.text.slice(chunkStart, this.position)
    this.position += 1
    return this.scalar(start, text, 'double')
  }

  private escape(): string {
    const start = this.position
    const letter = this.text.charAt(start + 1)
    this.position += 2
    const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
    if (plain !== undefined) return plain
    if (letter !== 'u')
      this.fail(`“\\${letter}” is no escape that JSON knows; write “\\\\” for a backslash`, start)
    for (let index = 0; index < 4; index += 1)
      if (!isHexDigit(this.text.charCodeAt(this.position + index)))
        this.fail('“\\u” needs four hexadecimal digits after it', start)
    this.position += 4
    return String.fromCharCode(Number.parseInt(this.text.slice(this.position - 4, this.position), 16))
  }
}

/** Reads `text` as Python's `json.load` does. Throws {@link ReadFailure} where it raises. */
export const parseJsonSyntax = (text: string): SyntaxTree => new JsonReader(text).read()
