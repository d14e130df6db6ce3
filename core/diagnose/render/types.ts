import type { TargetId } from '../../contract/analysis.ts'
import type { Finding } from '../../contract/finding.ts'

export const CHECK_FORMATS = ['text', 'json', 'sarif', 'junit', 'github'] as const
export type CheckFormat = (typeof CHECK_FORMATS)[number]

/** A text that was checked. */
export interface CheckedFile {
  /** As the user named it; a fence of a Markdown file has its line behind a colon. */
  readonly name: string
  /** Path that annotations are attached to; null for standard input. */
  readonly path: string | null
  /** The text that the findings' ranges refer to. */
  readonly text: string
  readonly target: TargetId
  readonly findings: readonly Finding[]
}

export interface RenderOptions {
  /** Colours of a terminal; plain when absent. Only `text` has them. */
  readonly colour?: boolean
  /** Show muted findings too. `json` and `sarif` always hold them, marked. */
  readonly showMuted?: boolean
  /** Version of this application, for `json` and `sarif`. */
  readonly version?: string
}
