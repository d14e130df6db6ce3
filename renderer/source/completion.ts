import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { nodeAt } from '../../core/document/index.ts'
import type { Path } from '../../core/document/types.ts'
import { DEFAULT_TARGET } from '../../core/targets/index.ts'
import { useWorkbench } from '../state/index.ts'
import { describeField } from './describe-field.ts'
import { fieldContext, type KeyInfo, keysAt, valuesAt } from './fields-at.ts'
import { yamlPlace } from './yaml-place.ts'

/** Keys that stand there already are not offered again. */
function takenKeys(path: Path): ReadonlySet<string> {
  const { lastGood } = useWorkbench.getState()
  const node = lastGood === null ? null : nodeAt(lastGood.document, path)
  return new Set(node?.kind === 'map' ? node.entries.map(entry => entry.key) : [])
}

function keyCompletion({ key, field, opens, note }: KeyInfo): Completion {
  return {
    label: key,
    apply: opens ? `${key}:` : `${key}: `,
    type: 'property',
    ...(note === '' && field === null ? {} : { detail: note === '' ? (field?.title ?? '') : note }),
    ...(field === null ? {} : { info: () => describeField(field) }),
    boost: field?.deprecated ? -50 : field?.internal ? -20 : field?.common ? 10 : 0,
  }
}

/** Offers the keys and values that schema, connectors catalogue and file know for the cursor's place. */
export function completeYaml(context: CompletionContext): CompletionResult | null {
  const { lastGood, context: launch } = useWorkbench.getState()
  if (lastGood?.document.format === 'json') return null
  const place = yamlPlace(context.state.sliceDoc(0, context.pos))
  if (place === null) return null
  const fields = fieldContext(lastGood, launch.target ?? DEFAULT_TARGET)
  const word = context.matchBefore(/[\w.-]*/)
  const from = word?.from ?? context.pos
  if (!context.explicit && from === context.pos) return null
  if (place.key !== null) {
    const values = valuesAt(place.parent, place.key, fields)
    return values.length === 0
      ? null
      : {
          from,
          options: values.map(({ value, note }) => ({ label: value, detail: note, type: 'enum' })),
          validFor: /^[\w.-]*$/,
        }
  }
  const taken = takenKeys(place.parent)
  const written = context.state.sliceDoc(from, context.pos)
  const keys = keysAt(place.parent, fields).filter(({ key }) => !taken.has(key) || key === written)
  return keys.length === 0 ? null : { from, options: keys.map(keyCompletion), validFor: /^\w*$/ }
}
