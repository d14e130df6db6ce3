import type { BrowserWindow } from 'electron'

export interface CloseProtocol {
  /** The window's answer: close now, or stay. */
  answer(close: boolean): void
}

/**
 * Asks the window before it closes, so that it can offer to save, and waits for as long as the user thinks about
 * it. A window that can't answer (its page never came up, died or hangs) closes at once.
 */
export function guardClose(window: BrowserWindow, ask: () => void): CloseProtocol {
  let agreed = false
  let canAnswer = false
  const contents = window.webContents
  contents.on('did-finish-load', () => {
    canAnswer = true
  })
  contents.on('render-process-gone', () => {
    canAnswer = false
  })
  window.on('unresponsive', () => {
    canAnswer = false
  })
  window.on('responsive', () => {
    canAnswer = true
  })
  window.on('close', event => {
    if (agreed || !canAnswer) return
    event.preventDefault()
    ask()
  })
  return {
    answer(close) {
      if (!close) return
      agreed = true
      if (!window.isDestroyed()) window.close()
    },
  }
}
