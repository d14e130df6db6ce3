// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { finding } from './finding-fixture.ts'
import { ProblemsView, type ProblemsViewProps } from './problems-view.tsx'

afterEach(cleanup)

const text = 'connectors:\n  rdma: {}\nstages:\n  - stage_id: 0\n    output_connectors: {to_stage_1: rmda}\n'
const at = text.indexOf('rmda')
const undefinedName = finding({
  code: 'WIRE-1',
  message: 'Connector "rmda" is not declared; did you mean "rdma"?',
  arithmetic: null,
  stages: ['0'],
  range: { start: at, end: at + 4 },
  path: ['stages', 0, 'output_connectors', 'to_stage_1'],
  fix: { title: 'Write rdma', edits: [{ range: { start: at, end: at + 4 }, text: 'rdma' }] },
})
const collision = finding({
  code: 'PORT-2',
  severity: 'warning',
  message: 'Two senders bind 50151.',
  arithmetic: '50051 + 100 + 0*1024 + 0*16 + 0 = 50151',
  range: { start: 0, end: 10 },
  related: [{ message: 'the other owner', path: ['connectors', 'rdma'], range: { start: 14, end: 18 } }],
})

function setup(patch: Partial<ProblemsViewProps> = {}) {
  const props: ProblemsViewProps = {
    findings: [collision, undefinedName],
    text,
    stages: [
      { id: '0', label: '0 thinker' },
      { id: '1', label: '1 talker' },
    ],
    onReveal: vi.fn(),
    onApply: vi.fn(),
    canMute: true,
    onMute: vi.fn(),
    onRule: vi.fn(),
    ...patch,
  }
  render(<ProblemsView {...props} />)
  return { props, user: userEvent.setup() }
}

const rows = () => screen.getAllByRole('row').slice(1)

describe('ProblemsView', () => {
  it('says so when there is no problem', () => {
    setup({ findings: [] })
    expect(screen.getByText('No problems')).toBeDefined()
  })

  it('lists errors first and shows the first in detail, with its fix as a diff', () => {
    setup({ checked: { rules: 9, target: '2026-09' } })
    expect(rows().map(row => within(row).getAllByRole('cell')[1]?.textContent)).toEqual(['WIRE-1', 'PORT-2'])
    const detail = screen.getByRole('article', { name: 'WIRE-1 in detail' })
    expect(within(detail).getByText('The runtime raises an error (target 2026-09).')).toBeDefined()
    const diff = within(detail).getByRole('region', { name: 'What the fix changes' })
    expect(diff.textContent).toContain('to_stage_1: rdma')
  })

  it('reveals the place of a row by click and by Enter', async () => {
    const { props, user } = setup()
    const row = rows()[1]
    if (row === undefined) throw new Error('row missing')
    await user.click(row)
    expect(props.onReveal).toHaveBeenLastCalledWith({ start: 0, end: 10 })
    row.focus()
    await user.keyboard('{Enter}')
    expect(props.onReveal).toHaveBeenCalledTimes(2)
    expect(screen.getByText('50051 + 100 + 0*1024 + 0*16 + 0 = 50151')).toBeDefined()
  })

  it('applies the fix of the focused row with F', async () => {
    const { props, user } = setup()
    rows()[0]?.focus()
    await user.keyboard('f')
    expect(props.onApply).toHaveBeenCalledWith('Write rdma', undefinedName.fix?.edits)
  })

  it('offers to fix all of one kind when there are several', async () => {
    const start = text.indexOf('stage_id')
    const second = finding({
      ...undefinedName,
      message: 'another',
      fix: { title: 'Write id', edits: [{ range: { start, end: start + 8 }, text: 'id' }] },
    })
    const { props, user } = setup({ findings: [undefinedName, second] })
    rows()[0]?.focus()
    await user.keyboard('a')
    expect(props.onApply).toHaveBeenCalledWith('Fix all WIRE-1', [
      ...(second.fix?.edits ?? []),
      ...(undefinedName.fix?.edits ?? []),
    ])
  })

  it('mutes with a reason only', async () => {
    const { props, user } = setup()
    rows()[0]?.focus()
    await user.keyboard('m')
    const input = screen.getByLabelText(/Mute WIRE-1 here because/)
    await user.type(input, '{Enter}')
    expect(props.onMute).not.toHaveBeenCalled()
    await user.type(input, ' set by the launcher {Enter}')
    expect(props.onMute).toHaveBeenCalledWith(undefinedName, 'set by the launcher')
  })

  it('offers no mute where no comment would be read', async () => {
    const { user } = setup({ canMute: false })
    rows()[0]?.focus()
    await user.keyboard('m')
    expect(screen.queryByLabelText(/Mute WIRE-1 here because/)).toBeNull()
    expect(screen.queryByRole('button', { name: /^Mute/ })).toBeNull()
  })

  it('does not take typing in the filter for a key of the list', async () => {
    const { props, user } = setup()
    await user.type(screen.getByLabelText('Filter problems'), 'fam')
    expect(props.onApply).not.toHaveBeenCalled()
    expect(screen.getByText('No problem passes the filter')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Clear the filter' }))
    expect(rows()).toHaveLength(2)
  })

  it('hides a severity and narrows to a stage', async () => {
    const { user } = setup()
    await user.click(screen.getByRole('button', { name: 'Error: 1' }))
    expect(rows()).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: 'Error: 1' }))
    await user.selectOptions(screen.getByLabelText('Stage'), '0')
    expect(rows()).toHaveLength(1)
  })

  it('leads to related places', async () => {
    const { props, user } = setup({ findings: [collision] })
    const places = screen.getAllByRole('listitem')
    const related = places[1]
    if (related === undefined) throw new Error('related place missing')
    expect(related.textContent).toContain('the other owner')
    await user.click(within(related).getByRole('button'))
    expect(props.onReveal).toHaveBeenCalledWith({ start: 14, end: 18 })
  })

  it('keeps only the visible rows of very many findings in the page', () => {
    const many = Array.from({ length: 3000 }, (_, i) => finding({ message: `problem ${i}` }))
    setup({ findings: many })
    expect(document.querySelectorAll('tr').length).toBeLessThan(200)
  })
})
