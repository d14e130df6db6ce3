import type { StageKind } from '../contract/analysis.ts'
import type { Path, TextEdit } from '../document/types.ts'
import type { PlainValue } from '../value/index.ts'

/**
 * Which connector an edge gets: a definition by its label (made with class `name` when the file lacks it), a
 * definition written in place, or none of its own, so that the runtime fills in shared memory.
 */
export type ConnectorChoice =
  | { readonly label: string; readonly name?: string }
  | { readonly inline: { readonly name: string; readonly extra?: PlainValue } }
  | { readonly automatic: true }

export interface EdgeEnds {
  readonly from: string
  readonly to: string
}

/**
 * Every edit of the graph and the forms. Stage ids are the texts that the runtime compares (`str(stage_id)`); paths
 * lead through the document as written.
 */
export type Command =
  | {
      readonly type: 'addStage'
      /** Default `llm_ar`. */
      readonly kind?: Exclude<StageKind, 'unknown'>
      /** Default: one past the highest integer id. */
      readonly id?: string
      readonly modelStage?: string
    }
  | { readonly type: 'removeStage'; readonly id: string }
  /** Sets `model_stage`, the name that the graph shows. */
  | { readonly type: 'renameStage'; readonly id: string; readonly name: string }
  /** Changes `stage_id` and every reference to it. */
  | { readonly type: 'setStageId'; readonly id: string; readonly newId: string }
  /** Copies the stage's fields, without its edges, under the next free id. */
  | { readonly type: 'duplicateStage'; readonly id: string }
  /** Adds stages that were copied as YAML: one stage, a list of them, or a whole document. Taken ids are renewed. */
  | { readonly type: 'pasteStages'; readonly text: string }
  /** Writes the connector on the consumer's input side and the producer's output side. */
  | ({ readonly type: 'connect'; readonly connector: ConnectorChoice } & EdgeEnds)
  /** Removes every way in which the file gives the edge. */
  | ({ readonly type: 'disconnect' } & EdgeEnds)
  | ({ readonly type: 'setEdgeConnector'; readonly connector: ConnectorChoice } & EdgeEnds)
  | {
      readonly type: 'addConnector'
      /** Default: made of the class name. */
      readonly label?: string
      readonly name: string
      readonly extra?: PlainValue
    }
  /** Removes the definition and the references to it; the edges stay where `edges` or a source gives them too. */
  | { readonly type: 'removeConnector'; readonly label: string }
  | { readonly type: 'renameConnector'; readonly label: string; readonly newLabel: string }
  | { readonly type: 'setConnectorClass'; readonly label: string; readonly name: string }
  /** Sets the value at `path`; mappings missing on the way are made. */
  | { readonly type: 'setField'; readonly path: Path; readonly value: PlainValue }
  | { readonly type: 'removeField'; readonly path: Path }
  /** Adds an item to `edges`. */
  | ({ readonly type: 'addEdge'; readonly fields?: Readonly<Record<string, PlainValue>> } & EdgeEnds)
  /** Removes the item from `edges`; explicit connectors of the edge stay. */
  | ({ readonly type: 'removeEdge' } & EdgeEnds)
  /** Sets a field of the edge's item in `edges`, which is added when it is missing; `null` removes it. */
  | ({ readonly type: 'setEdgeField'; readonly key: string; readonly value: PlainValue } & EdgeEnds)

/** What a command does to the text: the step's name in the undo menu, and the splices. */
export interface CommandPlan {
  readonly title: string
  readonly edits: readonly TextEdit[]
}
