import { expect, it } from 'vitest'
import { guardClose } from './close-protocol.ts'
import { WindowDouble } from './electron-double.ts'

function guarded() {
  const window = new WindowDouble()
  let asked = 0
  const protocol = guardClose(window.real, () => {
    asked += 1
  })
  return { window, protocol, asked: () => asked }
}

it('asks a page that is up, and closes when it agrees', () => {
  const { window, protocol, asked } = guarded()
  window.webContents.emit('did-finish-load')
  window.close()
  expect([asked(), window.destroyed]).toEqual([1, false])
  protocol.answer(false)
  expect(window.destroyed).toBe(false)
  protocol.answer(true)
  expect(window.destroyed).toBe(true)
})

it.each(['never came up', 'died', 'hangs'])('does not wait for a page that %s', how => {
  const { window, asked } = guarded()
  if (how !== 'never came up') window.webContents.emit('did-finish-load')
  if (how === 'died') window.webContents.emit('render-process-gone')
  if (how === 'hangs') window.emit('unresponsive')
  window.close()
  expect([asked(), window.destroyed]).toEqual([0, true])
})
