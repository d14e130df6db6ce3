import {
  describeConnector,
  describeExtraKey,
  describeNativeKv,
  extraKey,
  nativeKvConnector,
} from '../../core/connectors/index.ts'
import type { Path } from '../../core/document/types.ts'
import { classOf } from '../../core/schema/fields-for.ts'
import { classAt, definitionOf, type FieldContext, thingAt } from './fields-at.ts'

function aboutClass(name: string | null, { target }: FieldContext): readonly string[] | null {
  const entry = name === null ? null : classOf(name, target)
  return name === null || entry === null ? null : describeConnector(entry, name, target)
}

function aboutSetting(definition: Path, key: string, context: FieldContext): readonly string[] | null {
  const name = classAt(definition, context)
  const entry = name === null ? null : classOf(name, context.target)
  const setting = entry === null ? null : extraKey(entry, key)
  return entry === null || setting === null ? null : describeExtraKey(entry, setting, context.target)
}

/**
 * What the catalogue of connectors says of the place: a class where one is named or referred to, or one of its
 * settings. Null elsewhere, where the schema may have an answer.
 */
export function aboutConnector(path: Path, context: FieldContext): readonly string[] | null {
  const thing = thingAt(path)
  const key = path.at(-1)
  if (key === 'kv_connector') {
    const entry = nativeKvConnector(context.textAt(path) ?? '')
    return entry === null ? null : describeNativeKv(entry)
  }
  if (thing?.scope !== 'connector') return null
  const definition = definitionOf(path, thing)
  const [section, setting, ...deeper] = thing.rest
  if (section === undefined || (section === 'name' && setting === undefined))
    return aboutClass(classAt(definition, context), context)
  return section === 'extra' && typeof setting === 'string' && deeper.length === 0
    ? aboutSetting(definition, setting, context)
    : null
}
