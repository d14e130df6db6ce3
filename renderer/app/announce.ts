import { create } from 'zustand'

/** The sentence that the status bar shows and screen readers speak. `serial` tells the same sentence apart. */
export const useAnnouncement = create<{ readonly text: string; readonly serial: number }>()(() => ({
  text: '',
  serial: 0,
}))

const SHOWN_MS = 8000
let timer: ReturnType<typeof setTimeout> | undefined

export function announce(text: string): void {
  clearTimeout(timer)
  useAnnouncement.setState(({ serial }) => ({ text, serial: serial + 1 }))
  timer = setTimeout(() => useAnnouncement.setState({ text: '' }), SHOWN_MS)
}
