import { useState } from 'react'

/** Gives the focus back, when a modal surface closes, to what had it when the surface opened. */
export function useFocusKept(open: boolean): (event: Event) => void {
  const [before, setBefore] = useState<{ readonly open: boolean; readonly element: Element | null }>({
    open: false,
    element: null,
  })
  if (open !== before.open) setBefore({ open, element: open ? document.activeElement : before.element })
  return event => {
    const { element } = before
    if (!(element instanceof HTMLElement) || !element.isConnected) return
    event.preventDefault()
    element.focus({ preventScroll: true })
  }
}
