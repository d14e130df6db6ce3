import { useEffect, useMemo } from 'react'
import type { EdgeRef } from '../../core/contract/finding.ts'
import { readLog } from '../../core/logs/index.ts'
import { useRuleFocus } from '../rules/rule-focus.ts'
import { type Selection, useWorkbench } from '../state/index.ts'
import { useDoctor } from './doctor-store.ts'
import { DoctorView } from './doctor-view.tsx'
import { edgeNotes } from './edge-notes.ts'

/** Explains a log of the runtime, with the open file beside it where there is one. */
export function DoctorPanel() {
  const { log, name, setLog } = useDoctor()
  const analysis = useWorkbench(state => state.lastGood)
  const openPanel = useWorkbench(state => state.openPanel)
  const notify = useWorkbench(state => state.notify)
  const focusRule = useRuleFocus(state => state.focus)
  const reading = useMemo(() => readLog(log, analysis), [log, analysis])
  const setEdgeNotes = useWorkbench(state => state.setEdgeNotes)
  useEffect(() => setEdgeNotes(edgeNotes(reading)), [reading, setEdgeNotes])
  return (
    <DoctorView
      log={log}
      name={name}
      reading={reading}
      onLog={setLog}
      onPlace={selectPlaces}
      onRule={code => {
        focusRule(code)
        openPanel('rules')
      }}
      onError={message => notify(message, { tone: 'warning' })}
    />
  )
}

/** Selects on the graph what of the edges and stages the open file has. */
function selectPlaces(edges: readonly EdgeRef[], stages: readonly string[]): void {
  const { lastGood, selectMany } = useWorkbench.getState()
  if (lastGood === null) return
  const known: readonly Selection[] = [
    ...lastGood.edges
      .filter(edge => edges.some(({ from, to }) => edge.from === from && edge.to === to))
      .map(({ id }) => ({ kind: 'edge', id }) as const),
    ...lastGood.stages
      .filter(stage => edges.length === 0 && stages.includes(stage.id))
      .map(({ id }) => ({ kind: 'stage', id }) as const),
  ]
  if (known.length > 0) selectMany(known)
}
