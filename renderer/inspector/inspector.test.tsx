// @vitest-environment happy-dom
import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { coreEngine } from '../state/engine.ts'
import { openedOf } from '../state/fake-host.ts'
import { resetWorkbench, type Selection, useWorkbench } from '../state/index.ts'
import { Inspector } from './inspector.tsx'

const text = `# ours
connectors:
  engine:
    name: MooncakeTransferEngineConnector
    extra:
      zmq_port: 50051   # base
stages:
  - stage_id: 0
    devices: "0"
    my_flag: 1
    output_connectors: {to_stage_1: engine}
  - stage_id: 1
    input_connectors: {from_stage_0: engine}
  - stage_id: 2
edges:
  - {from: 1, to: 2}
`

const read = () => {
  const { text: current, context } = useWorkbench.getState()
  const analysis = analyze(current, context)
  useWorkbench.setState({ analysis, ...(analysis.document.ok ? { lastGood: analysis } : {}) })
}

let stop = () => {}
beforeEach(() => {
  useWorkbench.setState({ engine: coreEngine })
  stop = useWorkbench.subscribe(state => state.text, read)
})
afterEach(() => {
  stop()
  cleanup()
  resetWorkbench()
})

function setup(selection: Selection | null, source = text) {
  useWorkbench.getState().load(openedOf('/d/a.yaml', source))
  read()
  useWorkbench.getState().select(selection)
  render(<Inspector />)
  return { user: userEvent.setup(), now: () => useWorkbench.getState().text }
}

describe('the inspector of a stage', () => {
  it('writes a field as a splice and leaves every other byte', async () => {
    const { user, now } = setup({ kind: 'stage', id: '0' })
    const devices = screen.getByLabelText('Devices')
    await user.clear(devices)
    await user.type(devices, '0,1{Enter}')
    expect(now()).toBe(text.replace('devices: "0"', 'devices: "0,1"'))
    act(() => useWorkbench.getState().undo())
    expect(now()).toBe(text)
  })

  it('renumbers the stage and what refers to it', async () => {
    const { user, now } = setup({ kind: 'stage', id: '1' })
    const id = screen.getByLabelText('Stage id')
    await user.clear(id)
    await user.type(id, '5{Enter}')
    expect(now()).toContain('output_connectors: {to_stage_5: engine}')
    expect(now()).toContain('{from: 5, to: 2}')
    expect(useWorkbench.getState().selection).toEqual({ kind: 'stage', id: '5' })
  })

  it('shows a key that nobody knows as passed through', () => {
    setup({ kind: 'stage', id: '0' })
    expect(screen.getByRole('button', { name: 'my_flag' })).toBeDefined()
  })

  it('leads to its edges', async () => {
    const { user } = setup({ kind: 'stage', id: '2' })
    await user.click(screen.getByRole('button', { name: /^1 to 2/ }))
    expect(useWorkbench.getState().selection).toEqual({ kind: 'edge', id: '1->2' })
  })
})

describe('the inspector of an edge', () => {
  it('changes the connector on both sides', async () => {
    const { user, now } = setup({ kind: 'edge', id: '0->1' })
    await user.selectOptions(screen.getByLabelText('Connector'), 'class:SharedMemoryConnector')
    expect(now()).toContain('to_stage_1: shared_memory')
    expect(now()).toContain('from_stage_0: shared_memory')
    expect(now()).toContain('name: SharedMemoryConnector')
  })

  it('edits the definition in place, comment kept', async () => {
    const { user, now } = setup({ kind: 'edge', id: '0->1' })
    const port = screen.getByLabelText('ZMQ port')
    await user.clear(port)
    await user.type(port, '60000{Enter}')
    expect(now()).toBe(text.replace('zmq_port: 50051', 'zmq_port: 60000'))
  })

  it('sets a field of the list of edges', async () => {
    const { user, now } = setup({ kind: 'edge', id: '1->2' })
    await user.type(screen.getByLabelText('In flight'), '4{Enter}')
    expect(now()).toContain('{from: 1, to: 2, max_inflight: 4}')
    expect(screen.getByText(/fills in shared memory by itself/)).toBeDefined()
  })
})

describe('the inspector of a connector', () => {
  it('renames it with its references and changes its class', async () => {
    const { user, now } = setup({ kind: 'connector', label: 'engine' })
    const label = screen.getByLabelText('Label')
    await user.clear(label)
    await user.type(label, 'rdma{Enter}')
    expect(now()).toContain('to_stage_1: rdma')
    expect(useWorkbench.getState().selection).toEqual({ kind: 'connector', label: 'rdma' })
    await user.selectOptions(screen.getByLabelText('Class'), 'MooncakeStoreConnector')
    expect(now()).toContain('name: MooncakeStoreConnector')
  })
})

describe('the inspector of nothing and of many', () => {
  it('shows the file, its connectors and its fields', async () => {
    const { user, now } = setup(null)
    expect(screen.getByRole('heading', { name: 'a.yaml' })).toBeDefined()
    await user.selectOptions(screen.getByLabelText('Async chunks'), 'false')
    expect(now()).toContain('async_chunk: false')
    await user.click(screen.getByRole('button', { name: /^engine/ }))
    expect(useWorkbench.getState().selection).toEqual({ kind: 'connector', label: 'engine' })
  })

  it('sums several things up and deletes them as one step', async () => {
    const { user, now } = setup(null)
    act(() =>
      useWorkbench.getState().selectMany([
        { kind: 'stage', id: '1' },
        { kind: 'stage', id: '2' },
      ]),
    )
    expect(screen.getByRole('heading', { name: '2 selected' })).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Delete all' }))
    expect(now()).not.toContain('stage_id: 1')
    act(() => useWorkbench.getState().undo())
    expect(now()).toBe(text)
  })

  it('keeps showing the last readable state, and changes nothing, while the text is broken', () => {
    setup({ kind: 'stage', id: '0' })
    act(() => useWorkbench.getState().setText(`${text}broken: [`))
    expect(screen.getByText(/last readable state/)).toBeDefined()
    expect(screen.getByLabelText<HTMLInputElement>('Devices').disabled).toBe(true)
  })

  it('invites to open a file', () => {
    render(<Inspector />)
    expect(within(document.body).getByText('No file is open')).toBeDefined()
  })
})
