import { create } from 'zustand'

interface RuleFocus {
  /** Code of the rule that the rules page shows; null = none chosen yet. */
  readonly code: string | null
  focus(code: string | null): void
}

/** Which rule the rules page is open at; findings and the doctor lead there. */
export const useRuleFocus = create<RuleFocus>()(set => ({
  code: null,
  focus: code => set({ code }),
}))
