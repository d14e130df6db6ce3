import { create } from 'zustand'

/** The sentence that the status bar shows and screen readers speak. `serial` tells the same sentence apart. */
export const useAnnouncement = create<{ readonly text: string; readonly serial: number }>()(() => ({
  text: '',
  serial: 0,
}))

export const announce = (text: string): void =>
  useAnnouncement.setState(({ serial }) => ({ text, serial: serial + 1 }))
