import { Trash2 } from 'lucide-react'
import type { ParsedDocument, Path, Range } from '../../core/document/types.ts'
import { longList, valueText } from '../panel/index.ts'
import { IconButton } from '../ui/index.ts'
import { type PassedThroughList, sourceText } from './form-model.ts'

const OLDER = new Set(['engine_args', 'runtime'])

/** Keys that no form field stands for: kept, shown, and removed only on demand. */
export function PassedThroughKeys(props: {
  readonly document: ParsedDocument
  readonly keys: PassedThroughList
  readonly disabled: boolean
  readonly onRemove: (path: Path) => void
  readonly onReveal: (place: Path | Range) => void
}) {
  const { first, count } = props.keys
  if (count === 0) return null
  return (
    <details className="sw-form-group" open>
      <summary>Passed through</summary>
      <p className="sw-form-help">
        Keys that the catalogue does not know. They stay in the file and go to the runtime as they stand.
      </p>
      {longList(
        first,
        item => (
          <div key={item.key} className="sw-form-row" data-path={JSON.stringify(item.path)}>
            <div className="sw-form-label">
              <button type="button" className="sw-link sw-mono" onClick={() => props.onReveal(item.path)}>
                {item.key}
              </button>
              <IconButton
                small
                label={`Remove ${item.key} from the file`}
                icon={<Trash2 size={12} />}
                disabled={props.disabled}
                onClick={() => props.onRemove(item.path)}
              />
            </div>
            <pre className="sw-form-source">
              {item.node.kind === 'scalar'
                ? valueText(item.node.value)
                : sourceText(props.document, item.node)}
            </pre>
            {OLDER.has(item.key) && (
              <p className="sw-form-help">The older form of a stage: read, and laid over the flat keys.</p>
            )}
          </div>
        ),
        'p',
        count,
      )}
    </details>
  )
}
