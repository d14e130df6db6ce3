import type { Path } from '../document/types.ts'
import type { PyValue } from '../value/index.ts'

/**
 * What became of a setting. `kept`: it stays where a deploy file reads it in another way, see the sentence.
 * `registry`: it is no setting any more; a PipelineConfig in the runtime's code has to say it.
 */
export type MigrationKind =
  | 'moved'
  | 'renamed'
  | 'dropped'
  | 'hoisted'
  | 'made-explicit'
  | 'kept'
  | 'registry'

export interface MigrationItem {
  readonly kind: MigrationKind
  /** In the legacy file; null for what was not written there. */
  readonly from: Path | null
  /** In the deploy file; null for what is not written any more. */
  readonly to: Path | null
  readonly message: string
}

/** One setting as both resolvers see it. `undefined` = neither written nor known. */
export interface EqualityRow {
  /** `stage 0` or `edge 0 → 1`. */
  readonly subject: string
  readonly field: string
  readonly before: PyValue | undefined
  readonly after: PyValue | undefined
  readonly equal: boolean
  /** Why the two may differ without harm; null when they must not. */
  readonly reason: string | null
}

export interface Migration {
  /** The deploy file. */
  readonly text: string
  /** In the order in which the file is gone through: stages, sections, then what is lifted or written down. */
  readonly items: readonly MigrationItem[]
  readonly equality: readonly EqualityRow[]
  /** True when every row is equal or has a reason. */
  readonly equivalent: boolean
  /** The option that starts the runtime with the file, before and after. */
  readonly flag: { readonly before: string; readonly after: string }
  /** Registry key that the removed topology was compared with; null when no pipeline is known. */
  readonly pipeline: string | null
}
