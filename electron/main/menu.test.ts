import type { MenuItemConstructorOptions } from 'electron'
import { expect, it } from 'vitest'
import { MENU_COMMANDS, menuTemplate } from './menu.ts'

const entries = (template: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
  template.flatMap(item => (Array.isArray(item.submenu) ? item.submenu : []))

it.each(['linux', 'darwin', 'win32'])('hands every command to the window on %s', platform => {
  const sent: string[] = []
  const template = menuTemplate(platform, command => sent.push(command))
  for (const item of entries(template)) {
    const click = item.click as (() => void) | undefined
    click?.()
  }
  expect(sent.toSorted()).toEqual([...MENU_COMMANDS].sort())
})

it('registers no key twice: the window listens to them itself', () => {
  for (const item of entries(menuTemplate('linux', () => undefined)))
    if (item.accelerator !== undefined) expect(item.registerAccelerator, item.label).toBe(false)
})
