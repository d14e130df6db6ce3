import type { Analysis, AnalysisContext, TargetId } from '../contract/analysis.ts'
import type { Consequence, EdgeRef, Fix, Severity } from '../contract/finding.ts'
import type { Path, Range } from '../document/types.ts'
import type { RuleView } from './view.ts'

/**
 * Everything that decides about findings: the analysis so far and the context it was made in. Rules see it through a
 * {@link RuleView}, which adds the host inventory, the launch command and lookups.
 */
export interface RuleInput extends Omit<Analysis, 'findings'> {
  readonly context: AnalysisContext
}

export const RULE_FAMILIES = [
  'text',
  'schema',
  'wiring',
  'graph',
  'ports',
  'endpoints',
  'extra',
  'kv',
  'memory',
  'devices',
  'streaming',
  'machine',
  'launch',
] as const
export type RuleFamily = (typeof RULE_FAMILIES)[number]

/** Which part of the thing at a path is marked. `whole` is the entry with its key, or the item. */
export type PlacePart = 'key' | 'value' | 'whole'

export interface Place {
  readonly path: Path
  readonly part?: PlacePart
  /** Exact span where a part of a value is meant; wins over `part`. */
  readonly range?: Range
  /**
   * True when the place is not in this text (an overlay's base, an override, the inventory, the command): the path
   * then says where the thing would be written here, and no range is given.
   */
  readonly elsewhere?: boolean
}

/** What a rule's check reports; the registry adds code, defaults, ranges and mutes. */
export interface FindingDraft {
  readonly message: string
  readonly place: Place
  /** Only where one condition is worse than the rule's usual one. */
  readonly severity?: Severity
  readonly consequence?: Consequence
  readonly arithmetic?: string | null
  readonly related?: readonly (Place & { readonly message: string })[]
  readonly stages?: readonly string[]
  readonly edges?: readonly EdgeRef[]
  /** Planned only when the finding is kept. */
  readonly fix?: () => Fix | null
}

/** What a rule says of itself; the rules page, `docs/rules.md` and SARIF print it. */
export interface RuleInfo {
  readonly code: string
  readonly family: RuleFamily
  /** Short noun phrase. */
  readonly title: string
  /** What goes wrong, how it is decided, and what helps. Markdown of one or more paragraphs. */
  readonly explanation: string
  /** The runtime's function or the upstream issue that the rule is taken from. */
  readonly source: string
  readonly targets: readonly TargetId[]
  readonly severity: Severity
  readonly consequence: Consequence
}

export interface Rule extends RuleInfo {
  readonly check: (view: RuleView) => readonly FindingDraft[]
}
