// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { openedOf } from '../state/fake-host.ts'
import { resetWorkbench, useWorkbench } from '../state/index.ts'
import { ResolvedPanel } from './resolved-panel.tsx'

afterEach(() => {
  cleanup()
  resetWorkbench()
})

const chain = `connectors:
  engine:
    name: MooncakeTransferEngineConnector
    extra: {host: 10.0.0.1, zmq_port: 50051, memory_pool_size: 1073741824, my_key: 1}
stages:
  - stage_id: 0
    tensor_parallel_size: 2
    devices: "0,1"
    output_connectors: {to_stage_1: engine}
  - stage_id: 1
    devices: "2"
    input_connectors: {from_stage_0: engine}
`

function setup(text: string) {
  useWorkbench.getState().load(openedOf('/d/chain.yaml', text))
  const analysis = analyze(text, useWorkbench.getState().context)
  useWorkbench.setState({ analysis, lastGood: analysis.document.ok ? analysis : null })
  render(<ResolvedPanel />)
  return { user: userEvent.setup() }
}

const setting = (key: string) => {
  const row = screen
    .getAllByRole('row')
    .find(item => within(item).queryByRole('rowheader', { name: key }) !== null)
  return row === undefined ? null : within(row).getByRole('cell').textContent
}

describe('ResolvedPanel', () => {
  it('shows role, port and settings of each connector of the worker', () => {
    setup(chain)
    const card = screen.getByRole('region', { name: 'MooncakeTransferEngineConnector of 0 to 1' })
    expect(within(card).getAllByText('sender')).not.toHaveLength(0)
    expect(setting('zmq_port')).toBe('50051')
    expect(setting('memory_pool_size')).toBe('1073741824 = 1 GiB')
    expect(setting('my_key')).toBe('1passed through')
  })

  it('follows rank and stage', async () => {
    const { user } = setup(chain)
    await user.click(screen.getByRole('button', { name: 'Next rank' }))
    expect(setting('zmq_port')).toBe('50067')
    await user.click(screen.getByRole('tab', { name: 'Ports (1)' }))
    expect(screen.getByText(/= 50067$/)).toBeDefined()
    await user.selectOptions(screen.getByLabelText('Stage'), 'Stage 1')
    expect(useWorkbench.getState().selection).toEqual({ kind: 'stage', id: '1' })
  })

  it('shows the runtime’s error when it reads nothing of the file', () => {
    setup('connectors: {}\nstages:\n  - stage_id: 0\n    output_connectors: {to_stage_1: nobody}\n')
    expect(screen.getByRole('alert').textContent).toContain('nobody')
  })
})
