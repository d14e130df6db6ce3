import './diff-view.css'
import type { DiffHunk, DiffLine, LineDiff } from './line-diff.ts'

export interface DiffViewProps {
  /** Accessible name of the diff. */
  readonly label: string
  readonly diff: LineDiff
  /** A click on a line that the after side has; gets its 1-based number. */
  readonly onLine?: ((line: number) => void) | undefined
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const

/** A unified diff with both line numbers and the changed words marked. */
export function DiffView({ label, diff, onLine }: DiffViewProps) {
  return (
    <section className="sw-diff" aria-label={label}>
      {diff.hunks.map(hunk => (
        <Hunk key={`${hunk.beforeStart}:${hunk.afterStart}`} hunk={hunk} onLine={onLine} />
      ))}
    </section>
  )
}

function Hunk({ hunk, onLine }: { readonly hunk: DiffHunk; readonly onLine?: DiffViewProps['onLine'] }) {
  return (
    <div className="sw-diff-hunk">
      {hunk.lines.map(line => (
        <Line key={`${line.kind}:${line.before ?? ''}:${line.after ?? ''}`} line={line} onLine={onLine} />
      ))}
    </div>
  )
}

function Line({ line, onLine }: { readonly line: DiffLine; readonly onLine?: DiffViewProps['onLine'] }) {
  const target = line.after
  return (
    <div className={`sw-diff-line sw-diff-${line.kind}`}>
      <span className="sw-diff-number">{line.before}</span>
      {onLine !== undefined && target !== null ? (
        <button
          type="button"
          className="sw-diff-number sw-diff-link"
          aria-label={`Go to line ${target}`}
          onClick={() => onLine(target)}
        >
          {target}
        </button>
      ) : (
        <span className="sw-diff-number">{target}</span>
      )}
      <span className="sw-diff-sign">{SIGNS[line.kind]}</span>
      <code className="sw-diff-text">
        {line.pieces.map((piece, index) =>
          piece.changed ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line have no identity but their place
            <mark key={index}>{piece.text}</mark>
          ) : (
            piece.text
          ),
        )}
      </code>
    </div>
  )
}
