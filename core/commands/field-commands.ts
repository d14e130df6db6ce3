import type { Draft } from '../document/splice/index.ts'
import type { Path } from '../document/types.ts'
import { fromPlain, isInt, type PyValue, pyStr } from '../value/index.ts'
import { textOf } from './sections.ts'
import type { Command } from './types.ts'

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>

/** `tensor_parallel_size of stage 1`, or the path where it is no stage's. */
function nameOf(draft: Draft, path: Path): string {
  const [section, index, ...rest] = path
  const inStage = (section === 'stages' || section === 'stage_args') && typeof index === 'number'
  if (!inStage || rest.length === 0) return path.join('.')
  const id = textOf(draft.valueAt([section, index]) ?? null, 'stage_id')
  return `${rest.join('.')} of stage ${id ?? `#${index}`}`
}

/** `devices` is text even where it is one number: replica splitting fails on an integer (7.8, item 54). */
function asWritten(path: Path, value: PyValue): PyValue {
  return path.at(-1) === 'devices' && isInt(value) ? pyStr(value) : value
}

export function setField(draft: Draft, command: Of<'setField'>): string {
  draft.set(command.path, asWritten(command.path, fromPlain(command.value)))
  return `Set ${nameOf(draft, command.path)}`
}

/** A field that is not there stays so: nothing is to be done then. */
export function removeField(draft: Draft, command: Of<'removeField'>): string {
  const title = `Remove ${nameOf(draft, command.path)}`
  draft.remove(command.path)
  return title
}
