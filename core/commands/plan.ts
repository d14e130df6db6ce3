import type { Analysis } from '../contract/analysis.ts'
import type { Result } from '../contract/result.ts'
import { type Draft, editDocument } from '../document/splice/index.ts'
import { addConnector, removeConnector, renameConnector, setConnectorClass } from './connector-commands.ts'
import { duplicateStage, pasteStages } from './copy-commands.ts'
import { connect, disconnect, setEdgeConnector } from './edge-commands.ts'
import { addEdge, removeEdge, setEdgeField } from './edge-list-commands.ts'
import { removeField, setField } from './field-commands.ts'
import { setStageId } from './id-command.ts'
import { addStage, removeStage, renameStage } from './stage-commands.ts'
import type { Command, CommandPlan } from './types.ts'

/** Makes the command's steps on the draft and gives its title. */
function carryOut(draft: Draft, command: Command, analysis: Analysis): string {
  switch (command.type) {
    case 'addStage':
      return addStage(draft, command, analysis)
    case 'removeStage':
      return removeStage(draft, command, analysis)
    case 'renameStage':
      return renameStage(draft, command, analysis)
    case 'setStageId':
      return setStageId(draft, command, analysis)
    case 'duplicateStage':
      return duplicateStage(draft, command, analysis)
    case 'pasteStages':
      return pasteStages(draft, command, analysis)
    case 'connect':
      return connect(draft, command, analysis)
    case 'disconnect':
      return disconnect(draft, command, analysis)
    case 'setEdgeConnector':
      return setEdgeConnector(draft, command, analysis)
    case 'addConnector':
      return addConnector(draft, command)
    case 'removeConnector':
      return removeConnector(draft, command)
    case 'renameConnector':
      return renameConnector(draft, command)
    case 'setConnectorClass':
      return setConnectorClass(draft, command)
    case 'setField':
      return setField(draft, command)
    case 'removeField':
      return removeField(draft, command)
    case 'addEdge':
      return addEdge(draft, command, analysis)
    case 'removeEdge':
      return removeEdge(draft, command)
    case 'setEdgeField':
      return setEdgeField(draft, command, analysis)
  }
}

/**
 * Plans an edit of the graph or a form as splices into the analysed text. Every line that the command is not about
 * stays as it is, and the text then reads as the command means, or the plan is an error (codes `EDIT-*`, `CMD-*`)
 * whose sentence says what stands in the way. A plan without edits means that the text says so already.
 */
export function planCommand(analysis: Analysis, command: Command): Result<CommandPlan> {
  let title = ''
  const edits = editDocument(analysis.document, draft => {
    title = carryOut(draft, command, analysis)
  })
  return edits.ok ? { ok: true, value: { title, edits: edits.value } } : edits
}
