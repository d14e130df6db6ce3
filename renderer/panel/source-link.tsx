import type { ValueSource } from '../../core/contract/effective.ts'
import type { Path, Range } from '../../core/document/types.ts'
import './panel.css'
import { sourceWords } from './source-words.ts'

export interface SourceLinkProps {
  readonly source: ValueSource
  readonly onReveal: (place: Path | Range) => void
}

/** The layer that gave a value; a link where it is written in the open text. */
export function SourceLink({ source, onReveal }: SourceLinkProps) {
  const words = sourceWords(source)
  const { range, file, path } = source
  const where = path.length === 0 ? '' : path.join('.')
  const title = [file, where].filter(part => part !== null && part !== '').join(': ')
  if (range === null) return <span title={title}>{words}</span>
  return (
    <button type="button" className="sw-link" title={title} onClick={() => onReveal(range)}>
      {words}
    </button>
  )
}
