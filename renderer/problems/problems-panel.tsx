import { useMemo } from 'react'
import type { Finding } from '../../core/contract/finding.ts'
import { RULES } from '../../core/diagnose/index.ts'
import { NoFile, stageLabel } from '../panel/index.ts'
import { useRuleFocus } from '../rules/rule-focus.ts'
import { useWorkbench } from '../state/index.ts'
import { Button, EmptyState } from '../ui/index.ts'
import { muteEdit } from './mute-edit.ts'
import { ProblemsView } from './problems-view.tsx'

/** The findings of the open file. */
export function ProblemsPanel() {
  const open = useWorkbench(state => state.document !== null)
  const analysis = useWorkbench(state => state.analysis)
  const reveal = useWorkbench(state => state.reveal)
  const applyEdits = useWorkbench(state => state.applyEdits)
  const notify = useWorkbench(state => state.notify)
  const openPanel = useWorkbench(state => state.openPanel)
  const focusRule = useRuleFocus(state => state.focus)
  const stages = useMemo(
    () => (analysis?.stages ?? []).map(stage => ({ id: stage.id, label: stageLabel(stage) })),
    [analysis],
  )
  if (!open) return <NoFile>Open a file to see here what the runtime would not like about it.</NoFile>
  if (analysis === null) return <EmptyState title="Reading the file …" />

  /** The analysis may be a moment behind the text; its ranges then point at the wrong characters. */
  const whenCurrent = (change: () => void) => {
    if (analysis.document.text === useWorkbench.getState().text) change()
    else notify('The file is being read again. Try once more in a moment.')
  }
  const mute = (finding: Finding, reason: string) => {
    const edit = muteEdit(analysis.document, finding, reason)
    if (edit.ok) applyEdits(`Mute ${finding.code}`, [edit.value])
    else notify(edit.error.message, { tone: 'warning' })
  }
  return (
    <ProblemsView
      findings={analysis.findings}
      text={analysis.document.text}
      stages={stages}
      onReveal={reveal}
      onApply={(title, edits) => whenCurrent(() => applyEdits(title, edits))}
      canMute={analysis.document.ok && analysis.document.format !== 'json'}
      onMute={(finding, reason) => whenCurrent(() => mute(finding, reason))}
      checked={{
        rules: RULES.filter(rule => rule.targets.includes(analysis.target)).length,
        target: analysis.target,
      }}
      next={<NextSteps />}
      onRule={code => {
        focusRule(code)
        openPanel('rules')
      }}
    />
  )
}

/** The file is in order: what it comes to, whether this machine can carry it, and how fast. */
function NextSteps() {
  const openPanel = useWorkbench(state => state.openPanel)
  const runCommand = useWorkbench(state => state.runCommand)
  return (
    <>
      <Button small onClick={() => runCommand('bench.run')}>
        Run its transfers here
      </Button>
      <Button small onClick={() => openPanel('preflight')}>
        Check this machine
      </Button>
      <Button small onClick={() => openPanel('resolved')}>
        See what each worker gets
      </Button>
    </>
  )
}
