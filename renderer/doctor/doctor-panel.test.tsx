// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { openedOf } from '../state/fake-host.ts'
import { resetWorkbench, useWorkbench } from '../state/index.ts'
import { DoctorPanel } from './doctor-panel.tsx'
import { useDoctor } from './doctor-store.ts'

afterEach(() => {
  cleanup()
  resetWorkbench()
  useDoctor.getState().setLog('')
})

const log = [
  'INFO starting',
  "INFO Auto-configuring SharedMemoryConnector for edge ('0', '1')",
  'INFO KV transfer OK: r, 1048576 bytes across 1 key(s), 0.010s, 100.0 MB/s',
  'ERROR Timeout waiting for KV cache for request r after 30.0s',
].join('\n')

function setup() {
  const text = 'stages:\n  - stage_id: 0\n  - stage_id: 1\nedges:\n  - {from: 0, to: 1}\n'
  useWorkbench.getState().load(openedOf('/d/a.yaml', text))
  const analysis = analyze(text, {})
  useWorkbench.setState({ analysis, lastGood: analysis })
  render(<DoctorPanel />)
  return userEvent.setup()
}

describe('DoctorPanel', () => {
  it('takes a pasted log at once and lists the lines that matter', async () => {
    const user = setup()
    screen.getByLabelText('Log of the runtime').focus()
    await user.paste(log)
    const table = screen.getByRole('table', { name: 'Lines that matter' })
    expect(within(table).getAllByRole('row')).toHaveLength(4)
    expect(screen.getByText(/Pasted log, 4 lines/)).toBeDefined()
  })

  it('shows an entry’s edge on the graph and leads to its rule', async () => {
    const user = setup()
    screen.getByLabelText('Log of the runtime').focus()
    await user.paste(log)
    const [, first] = screen.getAllByRole('row')
    if (first === undefined) throw new Error('row missing')
    await user.click(first)
    expect(useWorkbench.getState().selection).toEqual({ kind: 'edge', id: '0->1' })
    await user.click(screen.getByRole('button', { name: 'Rule WIRE-5' }))
    expect(useWorkbench.getState().panel).toBe('rules')
  })

  it('opens a log file and says when nothing in it was recognised', async () => {
    const user = setup()
    await user.upload(screen.getByLabelText('Log file'), new File(['nothing here\n'], 'server.log'))
    expect(await screen.findByText('No line was recognised')).toBeDefined()
    expect(screen.getByText(/server.log, 1 line$/)).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Another log' }))
    expect(screen.getByLabelText('Log of the runtime')).toBeDefined()
  })
})
