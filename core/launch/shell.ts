/** A word of a command line, with its quotes and escapes resolved. */
export interface ShellWord {
  readonly text: string
  /** Offsets in the text that was read. */
  readonly start: number
  readonly end: number
}

/** Words up to a separator: one simple command with its assignments in front. */
export type ShellStatement = readonly ShellWord[]

const BLANK = /[ \t\r]/
const SEPARATOR = /[\n;|&()]/
const ESCAPED_IN_DOUBLE = /["\\$`\n]/

/** Walks a text once. Quoting as in POSIX shells; expansions are left as they are written. */
class Reader {
  readonly #statements: ShellWord[][] = []
  #words: ShellWord[] = []
  #at = 0

  constructor(readonly text: string) {}

  read(): readonly ShellStatement[] {
    while (this.#at < this.text.length) this.#step()
    this.#endStatement()
    return this.#statements
  }

  #step(): void {
    const char = this.text.charAt(this.#at)
    if (BLANK.test(char)) this.#at += 1
    else if (char === '\\' && this.#skipsLine()) this.#at += this.text[this.#at + 1] === '\r' ? 3 : 2
    else if (char === '#') this.#skipComment()
    else if (SEPARATOR.test(char)) {
      this.#endStatement()
      this.#at += 1
    } else this.#word()
  }

  /** True at a backslash in front of a line end, which joins the lines. */
  #skipsLine(): boolean {
    const next = this.text[this.#at + 1]
    return next === '\n' || (next === '\r' && this.text[this.#at + 2] === '\n')
  }

  #skipComment(): void {
    const end = this.text.indexOf('\n', this.#at)
    this.#at = end === -1 ? this.text.length : end
  }

  #endStatement(): void {
    if (this.#words.length > 0) this.#statements.push(this.#words)
    this.#words = []
  }

  #word(): void {
    const start = this.#at
    let text = ''
    while (this.#at < this.text.length) {
      const char = this.text.charAt(this.#at)
      if (BLANK.test(char) || SEPARATOR.test(char)) break
      if (char === '\\' && this.#skipsLine()) break
      if (char === "'") text += this.#single()
      else if (char === '"') text += this.#double()
      else if (char === '\\') text += this.#escaped()
      else {
        text += char
        this.#at += 1
      }
    }
    this.#words.push({ text, start, end: this.#at })
  }

  #single(): string {
    const from = this.#at + 1
    const end = this.text.indexOf("'", from)
    this.#at = end === -1 ? this.text.length : end + 1
    return this.text.slice(from, end === -1 ? undefined : end)
  }

  #double(): string {
    let text = ''
    this.#at += 1
    while (this.#at < this.text.length && this.text[this.#at] !== '"') {
      const next = this.text.charAt(this.#at + 1)
      if (this.text[this.#at] === '\\' && ESCAPED_IN_DOUBLE.test(next)) {
        text += next === '\n' ? '' : next
        this.#at += 2
      } else {
        text += this.text.charAt(this.#at)
        this.#at += 1
      }
    }
    this.#at += 1
    return text
  }

  #escaped(): string {
    const text = this.text.charAt(this.#at + 1)
    this.#at += 2
    return text
  }
}

/** The simple commands of a shell text. Total: an open quote ends with the text. */
export const readShell = (text: string): readonly ShellStatement[] => new Reader(text).read()
