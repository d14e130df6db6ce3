import type { Workbench } from './types.ts'

type Set = (patch: Partial<Workbench>) => void
type Get = () => Workbench

/** Unsaved texts of an earlier start that did not end well. */
export const createRecoverySlice = (
  set: Set,
  get: Get,
): Pick<Workbench, 'restoreRecovery' | 'discardRecovery' | 'postponeRecoveries'> => ({
  async restoreRecovery(copy) {
    if (!(await get().mayLeave())) return
    const { host, load } = get()
    set({ recoveries: get().recoveries.filter(other => other.key !== copy.key) })
    const onDisk = copy.path === null ? null : await host.call('documents.open', copy.path)
    if (onDisk?.ok) {
      load({ ...onDisk.value, text: copy.text }, { savedText: onDisk.value.text, recoveryKey: copy.key })
    } else {
      // The file is gone or was never there: the text has no place on disk, so it differs from what is saved.
      load(
        { path: null, name: copy.name, text: copy.text, stamp: null, bom: false },
        { savedText: '', recoveryKey: copy.key },
      )
    }
  },

  async discardRecovery(key) {
    set({ recoveries: get().recoveries.filter(other => other.key !== key) })
    if (key !== '') await get().host.call('recovery.discard', key)
  },

  postponeRecoveries: () => set({ recoveries: [] }),
})
