import { useState } from 'react'
import type { PreflightCheck } from '../../core/contract/host.ts'
import { NoFile } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { PreflightView } from './preflight-view.tsx'

interface Outcome {
  readonly checks: readonly PreflightCheck[] | null
  readonly error: string | null
  /** Text that the checks were made for. */
  readonly text: string
}

/** Checks this machine against the open file. */
export function PreflightPanel() {
  const open = useWorkbench(state => state.document !== null)
  const text = useWorkbench(state => state.text)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [running, setRunning] = useState(false)
  if (!open) return <NoFile>Open a file to check this machine against it.</NoFile>
  const run = async () => {
    setRunning(true)
    setOutcome(await check(outcome))
    setRunning(false)
  }
  return (
    <PreflightView
      checks={outcome?.checks ?? null}
      running={running}
      error={outcome?.error ?? null}
      stale={outcome !== null && outcome.text !== text}
      onRun={() => void run()}
    />
  )
}

/** Runs the checks, and brings what was measured into the context, so that ports and findings know of it. */
async function check(before: Outcome | null): Promise<Outcome> {
  const { host, text, context, setContext } = useWorkbench.getState()
  const [answer, facts] = await Promise.all([
    host.call('machine.preflight', { text, context }),
    host.call('machine.facts'),
  ])
  if (facts.ok) setContext({ machine: facts.value })
  return answer.ok
    ? { checks: answer.value, error: null, text }
    : { checks: before?.checks ?? null, error: answer.error.message, text }
}
