import type { Command } from '../../core/commands/index.ts'
import type { Analysis } from '../../core/contract/analysis.ts'
import type { Path, Range } from '../../core/document/types.ts'
import type { SchemaDialect } from '../../core/schema/index.ts'
import { type PlainValue, type PyValue, pyStr } from '../../core/value/index.ts'
import type { Selection } from '../state/index.ts'
import type { FormField } from './form-model.ts'

/** What the forms need of the window: the analysis they show and the ways to change and to lead somewhere. */
export interface FormHost {
  readonly analysis: Analysis
  /** The text can't be read right now: the forms show the last good state and change nothing. */
  readonly disabled: boolean
  readonly revealed: { readonly path: Path; readonly serial: number } | null
  readonly dispatch: (command: Command) => boolean
  readonly dispatchAll: (title: string, commands: readonly Command[]) => boolean
  readonly onReveal: (place: Path | Range) => void
  readonly onSelect: (selection: Selection | null) => void
}

/** A file of both dialects or of none is edited as the one that the runtime reads first. */
export const dialectOf = (analysis: Analysis): SchemaDialect =>
  analysis.document.dialect === 'legacy' ? 'legacy' : 'deploy'

export const setCommand = (field: FormField, value: PyValue): Command => ({
  type: 'setField',
  path: field.path,
  value,
})

export const resetCommand = (field: FormField): Command => ({ type: 'removeField', path: field.path })

/** A field of a stage: its id and name have commands of their own, which follow the references. */
export function setStageCommand(stageId: string, field: FormField, value: PyValue): Command {
  const key = field.info.key
  if (key === 'stage_id') return { type: 'setStageId', id: stageId, newId: pyStr(value) }
  if (key === 'model_stage') return { type: 'renameStage', id: stageId, name: pyStr(value) }
  return setCommand(field, value)
}

export const edgeFieldCommand = (
  edge: { readonly from: string; readonly to: string },
  field: FormField,
  value: PlainValue,
): Command => ({ type: 'setEdgeField', from: edge.from, to: edge.to, key: field.info.key, value })
