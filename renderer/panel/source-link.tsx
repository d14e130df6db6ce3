import type { ValueSource } from '../../core/contract/effective.ts'
import type { Path, Range } from '../../core/document/types.ts'
import { sourceWords } from '../../core/effective/index.ts'
import './panel.css'
import { followSource, followWords } from './follow-source.ts'

export interface SourceLinkProps {
  readonly source: ValueSource
  /** Stage that the value belongs to; absent = the top level. */
  readonly stage?: string | null
  readonly onReveal: (place: Path | Range) => void
}

/** The layer that gave a value, as a link to it: a place in the open text, a base file or the launch context. */
export function SourceLink({ source, stage = null, onReveal }: SourceLinkProps) {
  const { range, file, path } = source
  const where = [file, path.join('.')].filter(part => part !== null && part !== '').join(': ')
  const title = range === null ? `${followWords(source)}${where === '' ? '' : ` (${where})`}` : where
  return (
    <button
      type="button"
      className="sw-link"
      title={title}
      onClick={() => (range === null ? void followSource(source, stage) : onReveal(range))}
    >
      {sourceWords(source)}
    </button>
  )
}
