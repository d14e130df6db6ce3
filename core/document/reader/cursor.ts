import { BOM, CR, isBreak, LF } from './characters.ts'
import { ReadFailure } from './failure.ts'

/** A position in the text that knows its line and column. */
export class Cursor {
  readonly text: string
  position = 0
  /** Zero-based; only compared, never shown. */
  line = 0
  private lineStart = 0

  constructor(text: string) {
    this.text = text
    if (this.peek() === BOM) {
      this.position = 1
      this.lineStart = 1
    }
  }

  get column(): number {
    return this.position - this.lineStart
  }

  /** The character code `distance` ahead; 0 past the end. */
  peek(distance = 0): number {
    const at = this.position + distance
    return at < this.text.length ? this.text.charCodeAt(at) : 0
  }

  /** Moves over characters that are no line breaks. */
  advance(distance = 1): void {
    this.position += distance
  }

  /** Moves over one line break, if there is one, and gives the text that it stands for in a scalar. */
  takeBreak(): string {
    const code = this.peek()
    if (!isBreak(code)) return ''
    this.position += code === CR && this.peek(1) === LF ? 2 : 1
    this.line += 1
    this.lineStart = this.position
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n'
  }

  slice(start: number, end: number = this.position): string {
    return this.text.slice(start, end)
  }

  startsWith(prefix: string): boolean {
    return this.text.startsWith(prefix, this.position)
  }

  fail(sentence: string, start: number = this.position, end?: number): never {
    throw new ReadFailure('ScannerError', sentence, start, end)
  }
}
