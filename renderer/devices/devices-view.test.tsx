// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DevicesView, type DevicesViewProps } from './devices-view.tsx'
import { buildRack } from './rack.ts'
import { launchOf, stageOf } from './stage-fixture.ts'

afterEach(cleanup)

function setup() {
  const stages = [
    stageOf({ id: '0', name: 'thinker', devices: ['0'], gpuMemoryUtilization: 0.8 }),
    stageOf({ id: '1', name: 'talker', devices: ['0'], gpuMemoryUtilization: 0.3 }),
    stageOf({ id: '2', name: 'vocoder', devices: null }),
  ]
  const onMove = vi.fn<DevicesViewProps['onMove']>()
  const onSelect = vi.fn()
  render(
    <DevicesView
      rack={buildRack({ stages }, launchOf(null))}
      hasInventory={false}
      inventoryProblems={[]}
      selected={null}
      onMove={onMove}
      onSelect={onSelect}
      onHosts={vi.fn()}
    />,
  )
  return { onMove, onSelect, user: userEvent.setup() }
}

describe('DevicesView', () => {
  it('says how much of each card is taken', () => {
    setup()
    expect(screen.getByRole('region', { name: 'GPU 0 of One host, 110 % taken' })).toBeDefined()
    expect(screen.getByRole('region', { name: 'Stages without devices' }).textContent).toContain('2 vocoder')
  })

  it('moves a stage by its menu', async () => {
    const { onMove, onSelect, user } = setup()
    await user.click(screen.getByRole('button', { name: /0 thinker/ }))
    await user.click(screen.getByRole('menuitem', { name: 'One host, GPU 1' }))
    expect(onMove.mock.lastCall).toMatchObject([
      { kind: 'share', share: { stage: '0' } },
      { host: 'One host', physical: '1' },
    ])
    await user.click(screen.getByRole('button', { name: /1 talker/ }))
    await user.click(screen.getByRole('menuitem', { name: 'Select in the graph' }))
    expect(onSelect).toHaveBeenCalledWith('1')
  })

  it('moves a stage by dragging it onto a card', () => {
    const { onMove } = setup()
    const target = screen.getByRole('region', { name: /^GPU 1 of/ })
    fireEvent.dragStart(screen.getByRole('button', { name: /2 vocoder/ }), {
      dataTransfer: { setData: () => {}, effectAllowed: '' },
    })
    fireEvent.dragOver(target)
    fireEvent.drop(target)
    expect(onMove.mock.lastCall).toMatchObject([{ kind: 'stage', stage: '2' }, { physical: '1' }])
  })

  it('lists the way from the id in the file to the physical card', async () => {
    const { user } = setup()
    await user.click(screen.getByRole('tab', { name: 'YAML id → physical' }))
    const rows = within(screen.getByRole('table', { name: 'Devices by rank' })).getAllByRole('row')
    expect(rows).toHaveLength(3)
  })
})
