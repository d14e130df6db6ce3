// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFakeHost } from '../state/fake-host.ts'
import { CHAIN, startOn, state } from '../state/test-support.ts'
import { installCommands } from './commands/index.ts'
import { followShortcuts } from './shortcut-keys.ts'

let stops: (() => void)[] = []
beforeEach(async () => {
  const host = createFakeHost({ '/a/chain.yaml': CHAIN })
  stops = [await startOn(host), installCommands(host), followShortcuts()]
  await state().openPath('/a/chain.yaml')
  document.body.innerHTML =
    '<input id="field"><div data-region="canvas"><div id="canvas" tabindex="0"></div></div><div data-region="inspector"><button id="button">x</button></div>'
})
afterEach(() => {
  for (const stop of stops) stop()
  document.body.innerHTML = ''
})

/** True when the window took the key for itself. */
function press(id: string, key: string, held: KeyboardEventInit = {}): boolean {
  const target = document.getElementById(id) ?? document.body
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key
  const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...held })
  target.dispatchEvent(event)
  return event.defaultPrevented
}

const stages = () => state().lastGood?.stages.length

describe('keys', () => {
  it('work everywhere when a command says so, also while typing', () => {
    expect(press('field', 'k', { ctrlKey: true })).toBe(true)
    expect(state().overlay).toBe('palette')
  })

  it('are left to a text field where it needs them', () => {
    state().dispatch({ type: 'addStage' })
    expect(press('field', 'z', { ctrlKey: true })).toBe(false)
    expect(stages()).toBe(3)
    expect(press('button', 'z', { ctrlKey: true })).toBe(true)
    expect(stages()).toBe(2)
  })

  it('that are single letters work in the graph only', () => {
    expect(press('button', 'a')).toBe(false)
    expect(press('field', 'a')).toBe(false)
    expect(stages()).toBe(2)
    expect(press('canvas', 'a')).toBe(true)
    expect(stages()).toBe(3)
  })

  it('delete what is selected, but only in the graph', () => {
    state().select({ kind: 'stage', id: '1' })
    press('button', 'Delete')
    expect(stages()).toBe(2)
    press('canvas', 'Delete')
    expect(stages()).toBe(1)
  })

  it('are a dialog’s own while it is open', () => {
    state().openOverlay('settings')
    expect(press('canvas', 'a')).toBe(false)
    expect(press('canvas', 's', { ctrlKey: true })).toBe(false)
    expect(stages()).toBe(2)
  })

  it('leave Enter to the button that has the focus', () => {
    state().select({ kind: 'stage', id: '1' })
    const button = document.createElement('button')
    button.id = 'inside'
    document.getElementById('canvas')?.append(button)
    expect(press('inside', 'Enter')).toBe(false)
    expect(press('canvas', 'Enter')).toBe(true)
  })

  it('of the clipboard are left to the browser, which sends its own events', () => {
    state().select({ kind: 'stage', id: '1' })
    expect(press('canvas', 'c', { ctrlKey: true })).toBe(false)
  })

  it('that were taken by somebody else already are not taken again', () => {
    document.getElementById('canvas')?.addEventListener('keydown', event => event.preventDefault())
    press('canvas', 'a')
    expect(stages()).toBe(2)
  })
})
