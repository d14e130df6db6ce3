import fc from 'fast-check'
import {
  floatText,
  isDate,
  isDict,
  isFloat,
  isList,
  isString,
  type PyDict,
  type PyList,
  type PyValue,
} from '../../value/index.ts'

/** Decisions of a writer, taken one after the other; the tape repeats. */
class Tape {
  private readonly numbers: readonly number[]
  private at = 0

  constructor(numbers: readonly number[]) {
    this.numbers = numbers
  }

  next(choices: number): number {
    const number = this.numbers[this.at % this.numbers.length] ?? 0
    this.at += 1
    return number % choices
  }
}

const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

function scalar(value: PyValue, tape: Tape): string {
  if (isString(value)) {
    if (
      /^[a-z_]{2,}[0-9]?$/.test(value) &&
      !/^(?:yes|no|on|off|true|false|null)$/.test(value) &&
      tape.next(2) === 0
    )
      return value
    return /^[ -~]*$/.test(value) && tape.next(3) === 0 ? `'${value.replaceAll("'", "''")}'` : escaped(value)
  }
  if (isFloat(value)) {
    if (Number.isNaN(value.float)) return '.nan'
    if (!Number.isFinite(value.float)) return value.float > 0 ? '.inf' : '-.inf'
    const text = floatText(value.float)
    return text.includes('.') ? text : text.replace('e', '.0e')
  }
  if (isDate(value)) return value.date
  return String(value)
}

/** Writes a value in a style of its own, with comments and blank lines, unlike the code under test. */
class Writer {
  private readonly tape: Tape
  private comments = 0

  constructor(tape: Tape) {
    this.tape = tape
  }

  document(value: PyDict): string {
    const head = this.tape.next(3) === 0 ? '# head of the file\n\n' : ''
    const mark = this.tape.next(6) === 0 ? '---\n' : ''
    return `${head}${mark}${this.map(value, this.tape.next(8) === 0 ? 2 : 0)}`
  }

  private comment(column: number): string {
    this.comments += 1
    const blank = this.tape.next(5) === 0 ? '\n' : ''
    return this.tape.next(4) === 0 ? `${blank}${' '.repeat(column)}# note ${this.comments}\n` : blank
  }

  private trailing(): string {
    this.comments += 1
    return this.tape.next(5) === 0 ? `  # behind ${this.comments}` : ''
  }

  private flow(value: PyValue): string {
    if (isDict(value))
      return `{${[...value].map(([key, item]) => `${escaped(String(key))}: ${this.flow(item)}`).join(', ')}}`
    if (isList(value)) return `[${value.map(item => this.flow(item)).join(', ')}]`
    return isString(value) ? escaped(value) : scalar(value, this.tape)
  }

  private key(key: PyValue): string {
    return scalar(key, this.tape)
  }

  private map(value: PyDict, column: number, inline = false): string {
    let text = ''
    for (const [index, [key, item]] of [...value].entries()) {
      const first = inline && index === 0
      text += first ? '' : this.comment(column) + ' '.repeat(column)
      text += `${this.key(key)}:${this.child(item, column)}`
    }
    return text
  }

  private list(value: PyList, column: number): string {
    const gap = 1 + this.tape.next(3)
    return value
      .map(item => {
        const dash = `${this.comment(column)}${' '.repeat(column)}-`
        if (isDict(item) && item.size > 0 && this.tape.next(4) > 0)
          return `${dash}${' '.repeat(gap)}${this.map(item, column + 1 + gap, true)}`
        return `${dash}${this.child(item, column)}`
      })
      .join('')
  }

  private child(value: PyValue, column: number): string {
    const block = this.tape.next(4) > 0
    if (isDict(value) && value.size > 0 && block)
      return `${this.trailing()}\n${this.map(value, column + 1 + this.tape.next(4))}`
    if (isList(value) && value.length > 0 && block)
      return `${this.trailing()}\n${this.list(value, column + 1 + this.tape.next(3))}`
    if (value === null && this.tape.next(2) === 0) return `${this.trailing()}\n`
    return ` ${isDict(value) || isList(value) ? this.flow(value) : scalar(value, this.tape)}${this.trailing()}\n`
  }
}

/** Any way to write `value` as a YAML text. */
export function writtenAs(value: PyDict): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(fc.nat(1000), { minLength: 30, maxLength: 60 }), fc.boolean(), fc.boolean())
    .map(([numbers, windows, bare]) => {
      const text = new Writer(new Tape(numbers)).document(value)
      const ended = bare ? text.replace(/\n$/, '') : text
      return windows ? ended.replaceAll('\n', '\r\n') : ended
    })
}
