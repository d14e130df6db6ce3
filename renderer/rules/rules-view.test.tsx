// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RuleInfo } from '../../core/diagnose/index.ts'
import { finding } from '../problems/finding-fixture.ts'
import { RulesView } from './rules-view.tsx'

afterEach(cleanup)

const rule = (patch: Partial<RuleInfo>): RuleInfo => ({
  code: 'WIRE-1',
  family: 'wiring',
  title: 'Undefined connector',
  explanation: 'The name in `input_connectors` is not defined.\n\nDefine it.',
  source: 'load_omni_transfer_config',
  targets: ['2026-07', '2026-09'],
  severity: 'error',
  consequence: 'raises',
  ...patch,
})
const rules = [rule({}), rule({ code: 'PORT-2', family: 'ports', title: 'Two senders on one port' })]

function setup(focused: string | null = null) {
  const onFindings = vi.fn()
  const onFocus = vi.fn()
  render(
    <RulesView
      rules={rules}
      findings={[finding({ code: 'PORT-2' }), finding({ code: 'PORT-2', muted: 'known' })]}
      target="2025-12"
      focused={focused}
      onFocus={onFocus}
      onFindings={onFindings}
    />,
  )
  return { onFindings, onFocus, user: userEvent.setup() }
}

describe('RulesView', () => {
  it('explains the rule that it is opened at, and leads to its findings in the file', async () => {
    const { onFindings, user } = setup('PORT-2')
    const detail = screen.getByRole('article', { name: 'Rule PORT-2' })
    expect(within(detail).getByText('load_omni_transfer_config')).toBeDefined()
    expect(within(detail).getByText('does not hold for 2025-12')).toBeDefined()
    await user.click(within(detail).getByRole('button', { name: 'Show the one place in this file' }))
    expect(onFindings).toHaveBeenCalledWith('PORT-2')
  })

  it('writes code in explanations as code, paragraph by paragraph', () => {
    setup('WIRE-1')
    const detail = screen.getByRole('article', { name: 'Rule WIRE-1' })
    expect(within(detail).getByText('input_connectors').tagName).toBe('CODE')
    expect(within(detail).getByText('Define it.').tagName).toBe('P')
  })

  it('searches by words and family', async () => {
    const { user } = setup()
    await user.type(screen.getByLabelText('Search rules'), 'senders')
    expect(screen.getAllByRole('row')).toHaveLength(2)
    await user.selectOptions(screen.getByLabelText('Family'), 'Edges and connectors')
    expect(screen.getByText('No rule fits the search')).toBeDefined()
  })
})
