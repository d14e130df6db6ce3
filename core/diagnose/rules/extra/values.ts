import { parseBytes } from '../../../bench/format.ts'
import type { ExtraKey, ExtraType } from '../../../connectors/types.ts'
import {
  isDict,
  isFloat,
  isInt,
  isList,
  isString,
  type PyValue,
  pyInt,
  pyRepr,
} from '../../../value/index.ts'
import { wholeNumber } from '../../words.ts'

const TYPE_WORDS: Readonly<Record<ExtraType, string>> = {
  string: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  'integer-list': 'a list of integers',
  'string-list': 'a list of texts',
  map: 'a mapping',
}

const isOfType: Readonly<Record<ExtraType, (value: PyValue) => boolean>> = {
  string: isString,
  integer: isInt,
  number: value => isInt(value) || isFloat(value),
  boolean: value => typeof value === 'boolean',
  'integer-list': value => isList(value) && value.every(isInt),
  'string-list': value => isList(value) && value.every(isString),
  map: isDict,
}

/** What is wrong with a value, as the rest of a sentence that names the key. */
export interface ValueProblem {
  readonly text: string
  readonly arithmetic: string | null
  /** True where the class fails on it rather than taking it for something else. */
  readonly raises: boolean
  /** The value that was meant, where that is certain. */
  readonly meant?: number
}

/** The number that a text stands for: a size with its unit, or digits in quotes. */
function meantNumber(key: ExtraKey, value: PyValue): number | null {
  if (!isString(value) || !key.types.includes('integer')) return null
  if (key.unit === 'bytes') return parseBytes(value)
  return /^\d{1,15}$/.test(value.trim()) ? Number(value) : null
}

const shown = (value: PyValue): string => pyRepr(value).slice(0, 60)

function wrongType(key: ExtraKey, value: PyValue): ValueProblem | null {
  if (key.types.some(type => isOfType[type](value))) return null
  const numeric = key.types.some(type => type === 'integer' || type === 'number')
  const meant = meantNumber(key, value)
  const hint =
    numeric && isString(value)
      ? key.unit === 'bytes'
        ? ' Write the number of bytes, without a unit.'
        : ' Write the number without quotes.'
      : ''
  return {
    text: `is ${shown(value)}, and ${key.types.map(type => TYPE_WORDS[type]).join(' or ')} is taken.${hint}`,
    arithmetic: null,
    raises: numeric || key.types.some(type => type.endsWith('list') || type === 'map'),
    ...(meant === null ? {} : { meant }),
  }
}

/** A text where the framework turns texts into integers: variables are another rule's business. */
function wrongNumberText(key: ExtraKey, value: PyValue): ValueProblem | null {
  if (!isString(value) || key.reader !== 'framework' || !key.types.includes('integer')) return null
  if (value.includes('$') || pyInt(value).ok) return null
  return {
    text: `is ${shown(value)}, which is no integer: the runtime raises ValueError.`,
    arithmetic: null,
    raises: true,
  }
}

function outOfRange(key: ExtraKey, value: PyValue): ValueProblem | null {
  const number = isFloat(value) ? value.float : isInt(value) ? Number(value) : null
  if (number === null) return null
  const written = isInt(value) ? wholeNumber(value) : String(number)
  if (key.minimum !== undefined && number < key.minimum)
    return {
      text: `is ${written}; the least is ${wholeNumber(key.minimum)}.`,
      arithmetic: `${written} < ${wholeNumber(key.minimum)}`,
      raises: true,
    }
  if (key.maximum !== undefined && number > key.maximum)
    return {
      text: `is ${written}; the most is ${wholeNumber(key.maximum)}.`,
      arithmetic: `${written} > ${wholeNumber(key.maximum)}`,
      raises: true,
    }
  return null
}

function noChoice(key: ExtraKey, value: PyValue): ValueProblem | null {
  if (key.choices === undefined || !isString(value) || value.includes('$')) return null
  const text = key.ignoreCase === true ? value.toLowerCase() : value
  if (key.choices.includes(text)) return null
  if (key.pattern !== undefined && new RegExp(key.pattern).test(text)) return null
  return { text: `is ${shown(value)}; it takes ${key.choices.join(' or ')}.`, arithmetic: null, raises: true }
}

/** Checks a value against the catalogue's knowledge of its key; null when it fits. */
export function valueProblem(key: ExtraKey, value: PyValue): ValueProblem | null {
  if (value === null)
    return key.reader === 'framework' && key.types.includes('integer') && !key.internal
      ? {
          text: 'is null, and the runtime raises because it needs an integer. Remove the key to get its default.',
          arithmetic: null,
          raises: true,
        }
      : null
  return (
    wrongType(key, value) ?? wrongNumberText(key, value) ?? outOfRange(key, value) ?? noChoice(key, value)
  )
}
