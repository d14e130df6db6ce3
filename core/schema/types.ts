import type { TargetId } from '../contract/index.ts'
import type { JsonValue } from '../value/index.ts'

export type SchemaDialect = 'deploy' | 'legacy'

/** Which mapping a field belongs to, as the inspector's forms ask for it. */
export type FieldScope = 'top' | 'stage' | 'connector' | 'edge' | 'runtime'

/** What a field holds. `devices` is a comma list of logical indices, `connector` a label of `connectors`. */
export type FieldKind =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'map'
  | 'list'
  | 'integer-list'
  | 'text-list'
  | 'devices'

export type FieldUnit =
  | 'bytes'
  | 'GB'
  | 'seconds'
  | 'milliseconds'
  | 'tokens'
  | 'frames'
  | 'polls'
  | 'count'
  | 'share'
  | 'port'
  | 'host'
  | 'host:port'
  | 'url'

export type FieldGroup =
  | 'identity'
  | 'placement'
  | 'memory'
  | 'batching'
  | 'parallel'
  | 'wiring'
  | 'kv'
  | 'sampling'
  | 'model'
  | 'diffusion'
  | 'streaming'
  | 'session'
  | 'engine'
  | 'internal'
  | 'other'

/** One field of a mapping: what a form shows, a completion offers, a hover explains and the schemas check. */
export interface FieldInfo {
  readonly key: string
  /** Path from the thing's own mapping (`top` and `runtime`: from the root) to the value. */
  readonly path: readonly string[]
  readonly title: string
  /** One or two sentences. */
  readonly description: string
  /** Every kind that the runtime takes, the usual one first. */
  readonly kinds: readonly FieldKind[]
  readonly unit?: FieldUnit
  readonly default?: JsonValue
  /** The default in words where it is not a plain value. */
  readonly defaultText?: string
  readonly choices?: readonly string[]
  /** Values besides `choices` that pass, as a regular expression. */
  readonly pattern?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  /** An explicit null passes (no override). */
  readonly nullable: boolean
  readonly required: boolean
  readonly group: FieldGroup
  /** Shown without asking for more fields. */
  readonly common: boolean
  /** Set by the framework; a form hides it unless it is written. */
  readonly internal: boolean
  /** Why nobody should write it any more; null when it is fine. */
  readonly deprecated: string | null
  /** Stages that read it. */
  readonly engine: 'any' | 'llm' | 'diffusion'
  readonly since?: TargetId
  /** Fields of the mapping or of each item, where they are known. */
  readonly children?: readonly FieldInfo[]
}
