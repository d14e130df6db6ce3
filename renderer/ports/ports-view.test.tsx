// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { endpointOf } from '../../core/ports/endpoint-fixture.ts'
import { portRows } from './port-rows.ts'
import { PortsView, type PortsViewProps } from './ports-view.tsx'

afterEach(cleanup)

const rival = endpointOf({
  connectorLabel: 'other',
  stage: '4',
  edge: { from: '4', to: '5' },
  path: ['connectors', 'other', 'extra', 'zmq_port'],
})
const endpoints = [
  endpointOf({ action: 'dial', stage: '1' }),
  endpointOf({}),
  rival,
  endpointOf({ port: 60000 }),
]

function setup(patch: Partial<PortsViewProps> = {}) {
  const onMove = vi.fn<PortsViewProps['onMove']>()
  const props: PortsViewProps = {
    rows: portRows({ ports: { endpoints, problems: [] } }, null, undefined),
    problems: [],
    refused: null,
    freeBase: () => 50052,
    onReveal: vi.fn(),
    onMove,
    isFromEnvironment: () => false,
    onEnvironment: vi.fn(),
    onCsv: vi.fn(),
    onFirewall: vi.fn(),
    ...patch,
  }
  render(<PortsView {...props} />)
  return { props, onMove, user: userEvent.setup() }
}

describe('PortsView', () => {
  it('opens at the first conflict, names both owners and offers a free base', async () => {
    const { onMove, user } = setup()
    const detail = screen.getByRole('article', { name: 'Port 50051 in detail' })
    expect(detail.textContent).toContain('Stage 0 rank 0 (requests, 0→1) and stage 4 rank 0 (requests, 4→5)')
    await user.click(within(detail).getByRole('button', { name: 'Move the base to 50052' }))
    expect(onMove.mock.lastCall?.[1]).toBe(50052)
  })

  it('offers no base where the ports of one connector meet each other', () => {
    const own = [endpointOf({}), endpointOf({ rank: 6, stage: '4' })]
    setup({ rows: portRows({ ports: { endpoints: own, problems: [] } }, null, undefined) })
    expect(screen.queryByRole('button', { name: /^Move the base/ })).toBeNull()
    expect(screen.getByText(/^No other base helps/)).toBeDefined()
  })

  it('leads to the environment where the base comes from a variable', async () => {
    const { props, user } = setup({ isFromEnvironment: () => true, freeBase: () => null })
    expect(screen.getByText(/^The base comes from a variable/)).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Change it in the environment' }))
    expect(props.onEnvironment).toHaveBeenCalledOnce()
    cleanup()
    setup()
    expect(screen.queryByRole('button', { name: 'Change it in the environment' })).toBeNull()
  })

  it('leads to the environment where a variable is not set, and for no other fault', async () => {
    const edge = { from: '0', to: '1' }
    const { props, user } = setup({
      rows: [],
      problems: [
        { edge, message: 'zmq_port references unset …', raises: 'EnvVarExpansionError' },
        { edge, message: 'zmq_port must be an integer …', raises: 'ValueError' },
      ],
    })
    await user.click(screen.getByRole('button', { name: 'Set it in the environment' }))
    expect(props.onEnvironment).toHaveBeenCalledOnce()
  })

  it('narrows the table and exports what is shown', async () => {
    const { props, user } = setup()
    expect(screen.getAllByRole('row')).toHaveLength(5)
    await user.click(screen.getByLabelText('Conflicts only (2)'))
    expect(screen.getAllByRole('row')).toHaveLength(3)
    await user.click(screen.getByRole('button', { name: 'CSV' }))
    expect(vi.mocked(props.onCsv).mock.lastCall?.[0]).toHaveLength(2)
  })

  it('says why ports can’t be computed, and that there are none', () => {
    setup({ rows: [], problems: [{ edge: { from: '0', to: '1' }, message: 'invalid literal' }] })
    expect(screen.getByRole('alert').textContent).toContain('0→1')
    cleanup()
    setup({ rows: [] })
    expect(screen.getByText('No ports')).toBeDefined()
  })
})
