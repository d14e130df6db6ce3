import type { ReactNode } from 'react'
import { Alert } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { EmptyState } from '../ui/index.ts'

/** What is computed from the text, with a word in front while the text of the moment can't be read. */
export function ReadableText({ children }: { readonly children: ReactNode }) {
  const broken = useWorkbench(state =>
    state.analysis === null || state.analysis.document.ok ? null : state.analysis.document,
  )
  const everRead = useWorkbench(state => state.lastGood !== null)
  if (broken === null) return children
  if (!everRead)
    return (
      <EmptyState title="Not readable yet">
        {broken.problems.find(({ severity }) => severity === 'error')?.message} Mend the text, then its
        answers stand here.
      </EmptyState>
    )
  return (
    <div className="sw-panel">
      <Alert tone="warning">The text can’t be read right now. This holds for its last readable state.</Alert>
      <div className="sw-panel-body">{children}</div>
    </div>
  )
}
