import type { FieldInfo, FieldKind } from './types.ts'

/** Kinds that say the same twice are taken once: a whole number is a number. */
export const distinctKinds = (field: Pick<FieldInfo, 'kinds'>): readonly FieldKind[] =>
  field.kinds.includes('number') ? field.kinds.filter(kind => kind !== 'integer') : field.kinds

const KIND_WORDS: Readonly<Record<FieldKind, string>> = {
  text: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  map: 'a mapping',
  list: 'a list',
  'integer-list': 'a list of whole numbers',
  'text-list': 'a list of texts',
  devices: 'a comma list of device indices such as "0,1"',
}

/** Kinds as zod calls them in its issues. */
const ZOD_KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ['string', 'text'],
  ['int', 'integer'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['object', 'map'],
  ['record', 'map'],
  ['array', 'list'],
])

/** What a field takes, as part of a sentence: `a number or a list`. */
export const kindWords = (field: Pick<FieldInfo, 'kinds'>): string =>
  distinctKinds(field)
    .map(kind => KIND_WORDS[kind])
    .join(' or ')

/** The same for a kind that an issue of zod expects; undefined for one without a word of its own. */
export function zodKindWords(expected: string): string | undefined {
  const kind = ZOD_KINDS.get(expected)
  return kind === undefined ? undefined : KIND_WORDS[kind]
}
