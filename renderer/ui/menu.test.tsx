// @vitest-environment happy-dom
import { cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Button } from './button.tsx'
import { Menu } from './menu.tsx'

afterEach(cleanup)

function setup(opensOn: 'press' | 'click') {
  const onSelect = vi.fn()
  render(
    <Menu opensOn={opensOn} entries={[{ kind: 'item', id: 'a', label: 'Move it', onSelect }]}>
      <Button draggable>Stage</Button>
    </Menu>,
  )
  const button = screen.getByRole('button', { name: 'Stage' })
  const press = () => {
    const event = createEvent.pointerDown(button, { button: 0, ctrlKey: false })
    fireEvent(button, event)
    return event
  }
  return {
    user: userEvent.setup(),
    button,
    press,
    onSelect,
    isOpen: () => screen.queryByRole('menu') !== null,
  }
}

describe('a menu', () => {
  it('opens on the press', () => {
    const { press, isOpen } = setup('press')
    press()
    expect(isOpen()).toBe(true)
  })

  it('leaves the press to a drag where its button is dragged, and opens on the click', async () => {
    const { user, press, button, isOpen, onSelect } = setup('click')
    expect(press().defaultPrevented).toBe(false)
    expect(isOpen()).toBe(false)
    await user.click(button)
    await user.click(screen.getByRole('menuitem', { name: 'Move it' }))
    expect(onSelect).toHaveBeenCalledOnce()
    expect(isOpen()).toBe(false)
  })

  it('opens by keyboard all the same', async () => {
    const { user, button, isOpen } = setup('click')
    button.focus()
    await user.keyboard('{Enter}')
    expect(isOpen()).toBe(true)
  })
})
