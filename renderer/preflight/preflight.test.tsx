// @vitest-environment happy-dom
import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { createFakeHost, openedOf } from '../state/fake-host.ts'
import { resetWorkbench, useWorkbench } from '../state/index.ts'
import { PreflightPanel } from './preflight-panel.tsx'

afterEach(() => {
  cleanup()
  resetWorkbench()
})

const setup = (answers: Parameters<typeof createFakeHost>[1]) => {
  useWorkbench.setState({ host: createFakeHost({}, answers) })
  useWorkbench.getState().load(openedOf('/a.yaml', 'stages: []\n'))
  render(<PreflightPanel />)
  return userEvent.setup()
}

describe('PreflightPanel', () => {
  it('asks the host, shows the worst first and brings the facts into the context', async () => {
    const user = setup({
      'machine.preflight': () => [
        { id: 'shm', title: 'Shared memory', status: 'ok', detail: '24 GiB free' },
        { id: 'port', title: 'Port 50051', status: 'error', detail: 'taken by mooncake (77)' },
      ],
      'machine.facts': () => ({ cpuCount: 2 }),
    })
    await user.click(screen.getByRole('button', { name: 'Check this machine' }))
    expect((await screen.findByRole('status')).textContent).toBe('2 checks: 1 error.')
    const [, first] = screen.getAllByRole('row')
    if (first === undefined) throw new Error('row missing')
    expect(within(first).getByRole('img', { name: 'error' })).toBeDefined()
    expect(useWorkbench.getState().context.machine).toEqual({ cpuCount: 2 })
  })

  it('says when the file has changed since, and when the host fails', async () => {
    let fails = false
    const user = setup({
      'machine.preflight': () => {
        if (fails) throw new Error('no /proc here')
        return []
      },
    })
    await user.click(screen.getByRole('button', { name: 'Check this machine' }))
    act(() => useWorkbench.getState().setText('stages: [{}]\n'))
    expect(screen.getByText('The file has changed since.')).toBeDefined()
    fails = true
    await user.click(screen.getByRole('button', { name: 'Check again' }))
    expect((await screen.findByRole('alert')).textContent).toContain('no /proc here')
  })
})
