import { useDeferredValue, useLayoutEffect, useRef } from 'react'
import { Alert, NoFile } from '../panel/index.ts'
import { edgeById, type Selection, stageById, useWorkbench } from '../state/index.ts'
import { EmptyState } from '../ui/index.ts'
import { ConnectorForm } from './connector-form.tsx'
import { EdgeForm } from './edge-form.tsx'
import { FileForm } from './file-form.tsx'
import type { FormHost } from './form-host.ts'
import './inspector.css'
import { ManyForm } from './many-form.tsx'
import { StageForm } from './stage-form.tsx'

/** Forms for what is selected; for the whole file while nothing is. */
export function Inspector() {
  const document = useWorkbench(state => state.document)
  const latest = useWorkbench(state =>
    state.analysis?.document.ok ? state.analysis : (state.lastGood ?? state.analysis),
  )
  // Keystrokes come before the forms; the first forms come at once.
  const analysis = useDeferredValue(latest) ?? latest
  const broken = useWorkbench(state => state.analysis !== null && !state.analysis.document.ok)
  const neverRead = useWorkbench(state => state.lastGood === null)
  const revealed = useWorkbench(state => state.revealed)
  const dispatch = useWorkbench(state => state.dispatch)
  const dispatchAll = useWorkbench(state => state.dispatchAll)
  const onReveal = useWorkbench(state => state.reveal)
  const onSelect = useWorkbench(state => state.select)
  const box = useScrolledUp<HTMLDivElement>(useWorkbench(state => JSON.stringify(state.selection)))
  if (document === null) return <NoFile>Open a file, then select a stage or an edge to edit it here.</NoFile>
  if (analysis === null) return <EmptyState title="Reading the file …" />
  if (broken && neverRead)
    return (
      <EmptyState title="Not readable yet">
        The text can’t be read, so there is nothing to edit here. The problem and its line stand in Problems.
      </EmptyState>
    )
  const host: FormHost = { analysis, disabled: broken, revealed, dispatch, dispatchAll, onReveal, onSelect }
  return (
    <div ref={box} className="sw-inspector">
      {broken && (
        <Alert tone="warning">
          The text can’t be read right now. This is its last readable state; mend the text to edit here.
        </Alert>
      )}
      <Selected host={host} />
    </div>
  )
}

/** An element that is scrolled up whenever `subject` becomes another one. */
function useScrolledUp<E extends HTMLElement>(subject: string) {
  const box = useRef<E>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject is the reason to scroll
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0
  }, [subject])
  return box
}

function Selected({ host }: { readonly host: FormHost }) {
  const multi = useWorkbench(state => state.multi)
  const selection = useWorkbench(state => state.selection)
  const name = useWorkbench(state => state.document?.name ?? '')
  const platform = useWorkbench(state => state.context.platform ?? null)
  const openOverlay = useWorkbench(state => state.openOverlay)
  if (multi.length > 1) return <ManyForm host={host} multi={multi} />
  return (
    selectionForm(host, selection) ?? (
      <FileForm
        host={host}
        name={name}
        platform={platform}
        onContext={() => openOverlay('context')}
        onMigrate={() => openOverlay('migrate')}
      />
    )
  )
}

/** The form of the selected thing; null when nothing is selected or it is no longer there. */
function selectionForm(host: FormHost, selection: Selection | null) {
  if (selection === null) return null
  switch (selection.kind) {
    case 'stage': {
      const stage = stageById(host.analysis, selection.id)
      return stage === null ? null : <StageForm key={stage.id} host={host} stage={stage} />
    }
    case 'edge': {
      const edge = edgeById(host.analysis, selection.id)
      return edge === null ? null : <EdgeForm key={edge.id} host={host} edge={edge} />
    }
    case 'connector': {
      const connector = host.analysis.connectors.find(({ label }) => label === selection.label)
      return connector === undefined ? null : (
        <ConnectorForm key={connector.label} host={host} connector={connector} />
      )
    }
  }
}
