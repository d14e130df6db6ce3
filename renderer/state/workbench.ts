import { create } from 'zustand'
import { subscribeWithSelector } from 'zustand/middleware'
import { createBenchSlice } from './bench-slice.ts'
import { INITIAL_DATA } from './defaults.ts'
import { createDocumentSlice } from './document-slice.ts'
import { createFileSlice } from './file-slice.ts'
import { createRecoverySlice } from './recovery-slice.ts'
import type { Workbench } from './types.ts'
import { createViewSlice } from './view-slice.ts'

/**
 * The window's one store. It keeps the text and what is shown of it; everything else is computed from the text by
 * `analyze`. `useWorkbench.getState()` and `setState` serve code outside of components, and tests.
 */
export const useWorkbench = create<Workbench>()(
  subscribeWithSelector((set, get) => ({
    ...INITIAL_DATA,
    ...createDocumentSlice(set, get),
    ...createFileSlice(set, get),
    ...createRecoverySlice(set, get),
    ...createViewSlice(set, get),
    ...createBenchSlice(set, get),
  })),
)

/** Puts the store back to its first state; for tests. */
export const resetWorkbench = (): void => useWorkbench.setState(INITIAL_DATA)
