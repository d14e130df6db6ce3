import type { Path, Range, TextEdit } from '../document/types.ts'

export type Severity = 'error' | 'warning' | 'info'

/** What the runtime does with the condition that a finding describes. */
export type Consequence = 'raises' | 'hangs' | 'falls-back' | 'silently-wrong' | 'wastes' | 'informs'

/** A splice that removes the cause; previewed as a diff and applied as one undo step. */
export interface Fix {
  readonly title: string
  readonly edits: readonly TextEdit[]
}

export interface RelatedPlace {
  readonly message: string
  readonly path: Path
  readonly range: Range | null
}

export interface EdgeRef {
  readonly from: string
  readonly to: string
}

/**
 * The one shape for everything that can be wrong with a file. The problem list, the canvas, the editor gutter,
 * the command line and SARIF all print this.
 */
export interface Finding {
  /** Stable code of the rule, for example `PORT-2`; syntax problems are `YAML-1`. */
  readonly code: string
  readonly severity: Severity
  /** One sentence with the values seen and what to do. */
  readonly message: string
  /** The formula with the numbers put in, for example `50051 + 100 + 0*1024 + 6*16 + 4 = 50251`. */
  readonly arithmetic: string | null
  readonly consequence: Consequence
  readonly path: Path
  /** Null only when the place is not in this text (an overlay's base, an override, the host inventory). */
  readonly range: Range | null
  readonly related: readonly RelatedPlace[]
  /** Stage ids and edges the finding belongs to, for badges on the graph. */
  readonly stages: readonly string[]
  readonly edges: readonly EdgeRef[]
  readonly fix: Fix | null
  /** Set when a `# stagewright: ignore CODE because …` comment mutes it; the reason as written. */
  readonly muted: string | null
}
