import { RULES } from '../../core/diagnose/index.ts'
import { DEFAULT_TARGET } from '../../core/targets/index.ts'
import { useWorkbench } from '../state/index.ts'
import { useRuleFocus } from './rule-focus.ts'
import { RulesView } from './rules-view.tsx'

/** Explains every rule. */
export function RulesPanel() {
  const findings = useWorkbench(state => state.analysis?.findings ?? NO_FINDINGS)
  const target = useWorkbench(state => state.context.target ?? DEFAULT_TARGET)
  const reveal = useWorkbench(state => state.reveal)
  const openPanel = useWorkbench(state => state.openPanel)
  const focused = useRuleFocus(state => state.code)
  const focus = useRuleFocus(state => state.focus)
  return (
    <RulesView
      rules={RULES}
      findings={findings}
      target={target}
      focused={focused}
      onFocus={focus}
      onFindings={code => {
        const first = findings.find(finding => finding.code === code && finding.muted === null)
        openPanel('problems')
        if (first !== undefined) reveal(first.range ?? first.path)
      }}
    />
  )
}

const NO_FINDINGS: readonly never[] = []
