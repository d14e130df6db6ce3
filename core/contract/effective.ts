import type { Path, Range } from '../document/types.ts'
import type { PyDict, PyValue } from '../value/types.ts'
import type { Provenance } from './analysis.ts'

/** Where a value is written. `file` null = the document itself; `range` null = not in the document's text. */
export interface ValueSource {
  readonly provenance: Provenance
  /** Base file's path, pipeline key or `--stage-overrides`; null = the document, its platform sections included. */
  readonly file: string | null
  readonly path: Path
  readonly range: Range | null
}

/** A field after all layers are merged, with the layers it hides (strongest first). */
export interface EffectiveField {
  /** Name on the flattened stage, for example `tensor_parallel_size` or `omni_kv_config`. */
  readonly key: string
  readonly value: PyValue
  readonly source: ValueSource
  readonly hidden: readonly { readonly value: PyValue; readonly source: ValueSource }[]
}

export interface EffectiveStage {
  readonly id: string
  readonly fields: readonly EffectiveField[]
}

export interface EffectiveConfig {
  /** What the transfer-config parser gets: the document with its `base_config` chain merged, no platform. */
  readonly transferInput: PyValue
  /** The same with platform and stage overrides applied; what the engines get. */
  readonly merged: PyDict
  readonly topLevel: readonly EffectiveField[]
  readonly stages: readonly EffectiveStage[]
  /** `base_config` files in the order read, the document's own parent first. */
  readonly chain: readonly {
    readonly file: string
    readonly found: boolean
    readonly path: Path
    readonly problem: string | null
  }[]
}

/** KV transfer between two stages: which rank feeds which, under which keys, and how many bytes. */
export interface KvTransfer {
  readonly from: string
  readonly to: string
  readonly connectorName: string | null
  readonly needSend: boolean
  readonly needRecv: boolean
  readonly fromTp: number
  readonly toTp: number
  /** Null when the mapping stands; else the runtime's error. */
  readonly problem: string | null
  /** `key` with `{request_id}` left open. */
  readonly pairs: readonly { readonly fromRank: number; readonly toRank: number; readonly key: string }[]
  /** Keys that the receiver asks for by its own reckoning, where that is another than the sender's; else absent. */
  readonly asked?: readonly string[]
  readonly keysPerRequest: number
  /** What the catalogue or the user knows of the model; null = bytes can't be known. */
  readonly bytesPerRank: number | null
  readonly bytesFormula: string | null
  /** Pool need = bytes rounded to 4 KiB × keys × in flight, against `memory_pool_size`; null = not known. */
  readonly poolNeedBytes: number | null
  readonly poolSizeBytes: number | null
  readonly poolFormula: string | null
}

export interface KvStage {
  readonly stage: string
  readonly needSend: boolean
  readonly needRecv: boolean
  /** `resolve_omni_kv_config_for_stage`: connector config, from, to; null when there is none. */
  readonly connectorConfig: PyDict | null
  readonly from: string | null
  readonly to: string | null
  readonly criteria: PyValue
  readonly recvTimeoutSeconds: number
}

export interface KvPlan {
  readonly stages: readonly KvStage[]
  readonly transfers: readonly KvTransfer[]
}
