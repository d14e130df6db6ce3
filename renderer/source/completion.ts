import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import { nodeAt } from '../../core/document/index.ts'
import type { Path } from '../../core/document/types.ts'
import { useWorkbench } from '../state/index.ts'
import { describeField } from './describe-field.ts'
import { fieldContext, type KeyInfo, keysAt, valuesAt } from './fields-at.ts'
import { jsonPlace } from './json-place.ts'
import { yamlPlace } from './yaml-place.ts'

/** Keys that stand there already are not offered again. */
function takenKeys(path: Path): ReadonlySet<string> {
  const { lastGood } = useWorkbench.getState()
  const node = lastGood === null ? null : nodeAt(lastGood.document, path)
  return new Set(node?.kind === 'map' ? node.entries.map(entry => entry.key) : [])
}

/** Writes a word with its quotes over the one that was begun, whether or not its own quotes are there already. */
const quotedInto =
  (word: string, rest: string) =>
  (view: EditorView, _completion: Completion, from: number, to: number): void => {
    const { doc } = view.state
    const start = doc.sliceString(from - 1, from) === '"' ? from - 1 : from
    const end = doc.sliceString(to, to + 1) === '"' ? to + 1 : to
    const insert = `"${word}"${rest}`
    view.dispatch({
      changes: { from: start, to: end, insert },
      selection: { anchor: start + insert.length },
      userEvent: 'input.complete',
    })
  }

function keyCompletion({ key, field, opens, note }: KeyInfo, json: boolean): Completion {
  return {
    label: key,
    apply: json ? quotedInto(key, ': ') : opens ? `${key}:` : `${key}: `,
    type: 'property',
    ...(note === '' && field === null ? {} : { detail: note === '' ? (field?.title ?? '') : note }),
    ...(field === null ? {} : { info: () => describeField(field) }),
    boost: field?.deprecated ? -50 : field?.internal ? -20 : field?.common ? 10 : 0,
  }
}

const isBare = (value: string): boolean => /^(true|false|null|-?\d+(\.\d+)?)$/.test(value)

/** Offers the keys and values that schema, connectors catalogue and file know for the cursor's place. */
export function completeSource(context: CompletionContext): CompletionResult | null {
  const { lastGood, analysis, context: launch } = useWorkbench.getState()
  const json = analysis?.document.format === 'json'
  const before = context.state.sliceDoc(0, context.pos)
  const place = json ? jsonPlace(before) : yamlPlace(before)
  if (place === null) return null
  const fields = fieldContext(lastGood, launch)
  const from = context.matchBefore(/[\w.-]*/)?.from ?? context.pos
  if (!context.explicit && from === context.pos) return null
  if (place.key !== null) {
    const options = valuesAt(place.parent, place.key, fields).map(({ value, note }) => ({
      label: value,
      detail: note,
      type: 'enum',
      ...(json && !isBare(value) ? { apply: quotedInto(value, '') } : {}),
    }))
    return options.length === 0 ? null : { from, options, validFor: /^[\w.-]*$/ }
  }
  const taken = takenKeys(place.parent)
  const written = context.state.sliceDoc(from, context.pos)
  const keys = keysAt(place.parent, fields).filter(({ key }) => !taken.has(key) || key === written)
  return keys.length === 0
    ? null
    : { from, options: keys.map(key => keyCompletion(key, json)), validFor: /^\w*$/ }
}
