import type { FieldInfo, FieldKind } from './types.ts'

type Options = Partial<Omit<FieldInfo, 'key' | 'title' | 'description' | 'kinds'>>

/** A field with the usual answers filled in: optional, null allowed, not internal, not outdated. */
export const field = (
  key: string,
  kind: FieldKind | readonly FieldKind[],
  title: string,
  description: string,
  options: Options = {},
): FieldInfo => ({
  key,
  path: [key],
  title,
  description,
  kinds: typeof kind === 'string' ? [kind] : kind,
  nullable: true,
  required: false,
  group: 'other',
  common: false,
  internal: false,
  deprecated: null,
  engine: 'any',
  ...options,
})

/** The same fields, found below another key of the thing's mapping. */
export const below = (prefix: string, fields: readonly FieldInfo[]): readonly FieldInfo[] =>
  fields.map(item => ({ ...item, path: [prefix, ...item.path] }))

/** A count from 1 up. */
export const atLeastOne = { unit: 'count', minimum: 1 } as const
