import { create } from 'zustand'

interface Doctor {
  /** The pasted or opened log; kept while other panels are shown, never stored. */
  readonly log: string
  /** Name of the opened file; null for a pasted one. */
  readonly name: string | null
  setLog(log: string, name?: string | null): void
}

export const useDoctor = create<Doctor>()(set => ({
  log: '',
  name: null,
  setLog: (log, name = null) => set({ log, name }),
}))
