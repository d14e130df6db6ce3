import { z } from 'zod'
import { distinctKinds } from './kind-words.ts'
import type { FieldInfo, FieldKind } from './types.ts'

/** What an editor shows for a field: title, description with unit and default, default value, outdated or not. */
export interface SchemaNote {
  id?: string
  title?: string
  description?: string
  default?: unknown
  deprecated?: boolean
}

/** Notes are kept per schema document, so that a document can name its shared parts. */
export type Notes = z.core.$ZodRegistry<SchemaNote>

const range = (schema: z.ZodNumber, item: FieldInfo): z.ZodNumber => {
  let bounded = schema
  if (item.minimum !== undefined) bounded = bounded.min(item.minimum)
  if (item.exclusiveMinimum !== undefined) bounded = bounded.gt(item.exclusiveMinimum)
  if (item.maximum !== undefined) bounded = bounded.max(item.maximum)
  return bounded
}

function textSchema(item: FieldInfo): z.ZodType {
  if (item.choices === undefined) return z.string()
  const exact = z.enum([...item.choices])
  return item.pattern === undefined ? exact : z.union([exact, z.string().regex(new RegExp(item.pattern))])
}

/** A whole number; `1.0` of YAML counts as one, as for the runtime's `int()`. */
const integer = (item: FieldInfo): z.ZodNumber => range(z.int(), item)

function kindSchema(kind: FieldKind, item: FieldInfo, notes: Notes): z.ZodType {
  switch (kind) {
    case 'text':
      return textSchema(item)
    case 'devices':
      return z.string()
    case 'integer':
      return integer(item)
    case 'number':
      return range(z.number(), item)
    case 'boolean':
      return z.boolean()
    case 'integer-list':
      return z.array(integer(item))
    case 'text-list':
      return z.array(z.string())
    case 'list':
      return z.array(item.children === undefined ? z.unknown() : objectSchema(item.children, notes))
    case 'map':
      return item.children === undefined
        ? z.record(z.string(), z.unknown())
        : objectSchema(item.children, notes)
  }
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)

/** Title and description of a field as editors show them. */
export function fieldNote(item: FieldInfo): SchemaNote {
  const parts = [sentence(item.description)]
  if (item.unit !== undefined) parts.push(`Unit: ${item.unit}.`)
  if (item.defaultText !== undefined) parts.push(`Default: ${sentence(item.defaultText)}`)
  if (item.internal) parts.push('Set by the framework; leave it out.')
  if (item.deprecated !== null) parts.push(item.deprecated)
  return {
    title: item.title,
    description: parts.join(' '),
    ...(item.default === undefined ? {} : { default: item.default }),
    ...(item.deprecated === null ? {} : { deprecated: true }),
  }
}

/** A port may be a text with `$VAR`, which `integer or text` fields take as they are. */
function fieldSchema(item: FieldInfo, notes: Notes): z.ZodType {
  const [first, ...rest] = distinctKinds(item).map(kind => kindSchema(kind, item, notes))
  const options = [first ?? z.unknown(), ...rest, ...(item.nullable ? [z.null()] : [])]
  const schema = options.length === 1 ? (options[0] ?? z.unknown()) : z.union(options)
  return schema.register(notes, fieldNote(item))
}

/** A mapping of those fields in which other keys pass, as the runtime lets them. */
export function objectSchema(
  fields: readonly FieldInfo[],
  notes: Notes,
  replace: Readonly<Record<string, z.ZodType>> = {},
): z.ZodType {
  const shape: Record<string, z.ZodType> = {}
  for (const item of fields) {
    const schema = Object.hasOwn(replace, item.key) ? replace[item.key] : fieldSchema(item, notes)
    if (schema !== undefined) shape[item.key] = item.required ? schema : schema.optional()
  }
  return z.looseObject(shape)
}
