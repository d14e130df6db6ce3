import { parseBytes } from '../../core/bench/format.ts'
import { fail, ok, type Result } from '../../core/contract/result.ts'
import { parseDocument } from '../../core/document/index.ts'
import type { FieldInfo, FieldKind } from '../../core/schema/index.ts'
import { isDict, isFloat, isInt, isList, type PyValue } from '../../core/value/index.ts'
import { valueText } from '../panel/index.ts'

const INTEGER = /^[+-]?\d+$/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const BIGGEST = BigInt(Number.MAX_SAFE_INTEGER)

/** What kind of field value this is; null for what no form control shows (dates, bytes, null). */
export function kindOf(value: PyValue): FieldKind | null {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'boolean'
  if (isInt(value)) return 'integer'
  if (isFloat(value)) return 'number'
  if (isDict(value)) return 'map'
  return isList(value) ? 'list' : null
}

const isListKind = (kind: FieldKind): boolean => kind === 'integer-list' || kind === 'text-list'

/** A value as its control shows it. Lists of numbers or texts lose their brackets. */
export function editText(value: PyValue | undefined, info: Pick<FieldInfo, 'kinds'>): string {
  if (value === undefined || value === null) return ''
  if (isList(value) && info.kinds.some(isListKind))
    return value.map(item => (typeof item === 'string' ? item : valueText(item))).join(', ')
  return typeof value === 'string' ? value : valueText(value)
}

/** Reads an integer; with the unit `bytes` also a size as people write it (`64 KiB`). */
function readInteger(text: string, unit: FieldInfo['unit']): PyValue | undefined {
  const digits = text.replaceAll('_', '')
  if (INTEGER.test(digits)) {
    const big = BigInt(digits)
    return big > BIGGEST || big < -BIGGEST ? big : Number(big)
  }
  const bytes = unit === 'bytes' ? parseBytes(text) : null
  return bytes ?? undefined
}

function readList(text: string, integers: boolean): Result<PyValue> {
  const parts = text
    .replace(/^\[|\]$/g, '')
    .split(/[,\n]/)
    .map(part => part.trim())
    .filter(part => part !== '')
  if (!integers) return ok(parts)
  const numbers = parts.map(part => readInteger(part, undefined))
  const wrong = parts.find((_part, index) => numbers[index] === undefined)
  return wrong === undefined
    ? ok(numbers.map(number => number ?? 0))
    : fail('type', `"${wrong}" is not a whole number. Separate the numbers by commas.`)
}

function readYaml(text: string, kind: 'map' | 'list'): Result<PyValue> {
  const parsed = parseDocument(text)
  const problem = parsed.problems.find(item => item.severity === 'error')
  if (!parsed.ok) return fail('yaml', problem?.message ?? 'This is not YAML.')
  if (kind === 'map' && isDict(parsed.value)) return ok(parsed.value)
  if (kind === 'list' && isList(parsed.value)) return ok(parsed.value)
  return fail('type', kind === 'map' ? 'Write one "key: value" a line.' : 'Write one "- item" a line.')
}

function readAs(kind: FieldKind, text: string, unit: FieldInfo['unit']): Result<PyValue> {
  switch (kind) {
    case 'text':
    case 'devices':
      return ok(text)
    case 'integer': {
      const integer = readInteger(text, unit)
      return integer === undefined ? fail('type', `"${text}" is not a whole number.`) : ok(integer)
    }
    case 'number':
      return NUMBER.test(text) ? ok({ float: Number(text) }) : fail('type', `"${text}" is not a number.`)
    case 'boolean':
      return text === 'true' || text === 'false'
        ? ok(text === 'true')
        : fail('type', 'Only true or false fits here.')
    case 'integer-list':
      return readList(text, true)
    case 'text-list':
      return readList(text, false)
    case 'map':
    case 'list':
      return readYaml(text, kind)
  }
}

/**
 * Reads what was typed into a control as the first kind that takes it; the kind that is written already comes first,
 * so that a number written as text stays text. A text beside other kinds is the last resort.
 */
export function readText(
  text: string,
  info: Pick<FieldInfo, 'kinds' | 'unit'>,
  written: PyValue | undefined,
): Result<PyValue> {
  const trimmed = text.trim()
  const failures: Result<PyValue>[] = []
  for (const kind of kindOrder(info.kinds, written)) {
    const read = readAs(kind, kind === 'text' ? text : trimmed, info.unit)
    if (read.ok) return read
    failures.push(read)
  }
  return failures[0] ?? ok(text)
}

function kindOrder(kinds: readonly FieldKind[], written: PyValue | undefined): readonly FieldKind[] {
  const own = written === undefined || written === null ? null : kindOf(written)
  const first = kinds.filter(kind => kind === own || (own === 'text' && kind === 'devices'))
  const precise = kinds.filter(kind => kind !== 'text' && kind !== 'devices' && !first.includes(kind))
  const wide = kinds.filter(kind => (kind === 'text' || kind === 'devices') && !first.includes(kind))
  // A whole number is the simpler way to write a number.
  const sorted = [...precise].sort((a, b) => Number(b === 'integer') - Number(a === 'integer'))
  return kinds[0] === 'devices'
    ? [...first, ...wide, ...sorted]
    : [...integerBeforeOwn(first, sorted), ...wide]
}

/** Where a number stands and both kinds pass, `2` may become an integer and `0.5` a number. */
const integerBeforeOwn = (first: readonly FieldKind[], others: readonly FieldKind[]): readonly FieldKind[] =>
  first.includes('number') && others.includes('integer')
    ? ['integer', ...first, ...others]
    : [...first, ...others]

/** Why a value of the right type is outside the field's bounds; null when it is inside or has none. */
export function boundsProblem(value: PyValue | undefined, info: FieldInfo): string | null {
  if (value === undefined || value === null) return null
  const number = isFloat(value) ? value.float : isInt(value) ? Number(value) : null
  if (number !== null) {
    if (info.minimum !== undefined && number < info.minimum) return `Must be at least ${info.minimum}.`
    if (info.exclusiveMinimum !== undefined && number <= info.exclusiveMinimum)
      return `Must be more than ${info.exclusiveMinimum}.`
    if (info.maximum !== undefined && number > info.maximum) return `Must be at most ${info.maximum}.`
  }
  if (typeof value === 'string' && info.choices !== undefined && !info.choices.includes(value)) {
    const fits = info.pattern !== undefined && new RegExp(info.pattern).test(value)
    return fits ? null : `None of ${info.choices.join(', ')}.`
  }
  return null
}
