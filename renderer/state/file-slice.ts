import type { OpenedDocument } from '../../core/contract/host.ts'
import type { Result } from '../../core/contract/result.ts'
import { CLEARED, isDirty } from './document-slice.ts'
import { readDroppedFile } from './dropped-file.ts'
import { readNotes } from './file-notes.ts'
import { saveConflict } from './save-conflict.ts'
import type { OpenFile, Workbench } from './types.ts'

type Set = (patch: Partial<Workbench>) => void
type Get = () => Workbench

type FileActions = Pick<
  Workbench,
  | 'closeDocument'
  | 'newDocument'
  | 'openPath'
  | 'openDialog'
  | 'openDropped'
  | 'save'
  | 'saveAs'
  | 'reloadFromDisk'
  | 'mayLeave'
  | 'promptPath'
  | 'answerPath'
  | 'refreshRecent'
>

type Stamp = NonNullable<OpenFile['stamp']>

/** Topic of the notices on what other programs do to the open file. */
export const DISK = 'disk'

const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

/** Opening and saving. The host does the work; here is what the user is asked and what the window keeps of it. */
export const createFileSlice = (set: Set, get: Get): FileActions => {
  const report = (problem: { readonly message: string }) => get().notify(problem.message, { tone: 'error' })

  const show = async (opened: OpenedDocument): Promise<boolean> => {
    const notes = opened.path === null ? null : await get().host.call('sidecar.load', opened.path)
    if (!(await get().mayLeave())) return false
    get().load(opened, { notes: readNotes(notes?.ok ? notes.value : null) })
    void get().refreshRecent()
    return true
  }

  const saved = (path: string, text: string, stamp: Stamp) => {
    const { document, recoveryKey } = get()
    if (document === null) return
    get().dismiss(DISK)
    if (recoveryKey !== path) void get().discardRecovery(recoveryKey)
    set({
      document: { ...document, path, name: baseName(path), stamp },
      savedText: text,
      recoveryKey: path,
      context: { ...get().context, fileName: path },
    })
    void get().refreshRecent()
  }

  const write = async (path: string, expected: Stamp | null): Promise<boolean> => {
    const { document, text, host } = get()
    if (document === null) return false
    const result = await host.call('documents.save', { path, text, bom: document.bom, expected })
    if (result.ok) {
      saved(path, text, result.value.stamp)
      return true
    }
    if (result.error.code !== 'conflict' && result.error.code !== 'exists') {
      report(result.error)
      return false
    }
    return settle(path, result.error.code)
  }

  /** Something else is at `path` than the window believed: the user decides. */
  const settle = async (path: string, code: 'conflict' | 'exists'): Promise<boolean> => {
    const answer = await get().ask(saveConflict(baseName(path), code))
    if (answer === 'replace') {
      const onDisk = await get().host.call('documents.open', path)
      return write(path, onDisk.ok ? onDisk.value.stamp : null)
    }
    if (answer === 'reload') await get().reloadFromDisk()
    if (answer === 'elsewhere') return get().saveAs()
    return false
  }

  return {
    async closeDocument() {
      if (await get().mayLeave())
        set({ ...CLEARED, document: null, text: '', savedText: '', recoveryKey: '' })
    },

    newDocument: (name, text) => show({ path: null, name, text, stamp: null, bom: false }),

    async openPath(path) {
      const opened = await get().host.call('documents.open', path)
      if (opened.ok) return show(opened.value)
      report(opened.error)
      void get().refreshRecent()
      return false
    },

    async openDialog() {
      if (get().app?.nativeDialogs !== true) {
        const path = await get().promptPath('open')
        return path === null ? false : get().openPath(path)
      }
      const opened = await get().host.call('documents.openDialog')
      if (!opened.ok) report(opened.error)
      return opened.ok && opened.value !== null ? show(opened.value) : false
    },

    async openDropped(file) {
      const path = (await get().host.pathOfDropped?.(file)) ?? null
      if (path !== null) return get().openPath(path)
      const read: Result<OpenedDocument> = await readDroppedFile(file)
      if (!read.ok) report(read.error)
      return read.ok ? show(read.value) : false
    },

    async save() {
      const { document } = get()
      if (document === null) return false
      return document.path === null ? get().saveAs() : write(document.path, document.stamp)
    },

    async saveAs() {
      const { document, text, app, host } = get()
      if (document === null) return false
      if (app?.nativeDialogs !== true) {
        const path = await get().promptPath('save', document.path ?? document.name)
        if (path === null) return false
        return write(path, path === document.path ? document.stamp : null)
      }
      const result = await host.call('documents.saveDialog', {
        suggestedName: document.path ?? document.name,
        text,
        bom: document.bom,
      })
      if (!result.ok) report(result.error)
      if (!result.ok || result.value === null) return false
      saved(result.value.path, text, result.value.stamp)
      return true
    },

    async reloadFromDisk() {
      const { document, host } = get()
      if (document === null || document.path === null) return
      const onDisk = await host.call('documents.open', document.path)
      if (!onDisk.ok) return report(onDisk.error)
      const { text, ...file } = onDisk.value
      set({ document: file, savedText: text })
      get().dismiss(DISK)
      get().setText(text, 'Reload from disk')
    },

    async mayLeave() {
      const { document, recoveryKey, ask } = get()
      if (document === null || !isDirty(get())) return true
      const answer = await ask({
        title: `Save the changes to ${document.name}?`,
        message: 'Without saving, the changes since the last save are lost.',
        answers: [
          { id: 'discard', label: 'Don’t save', tone: 'danger' },
          { id: 'save', label: 'Save', tone: 'primary' },
        ],
      })
      if (answer === 'save') return get().save()
      if (answer !== 'discard') return false
      // Given up, the text is not kept against a crash either, not even by a copy that is about to be written.
      set({ savedText: get().text })
      await get().discardRecovery(recoveryKey)
      return true
    },

    promptPath(mode, suggestedName = '', title) {
      get().answerPath(null)
      return new Promise(resolve =>
        set({ pathPrompt: { mode, suggestedName, title, resolve }, overlay: 'open-path' }),
      )
    },

    answerPath(path) {
      const { pathPrompt, overlay } = get()
      if (pathPrompt === null) return
      set({ pathPrompt: null, overlay: overlay === 'open-path' ? null : overlay })
      pathPrompt.resolve(path)
    },

    async refreshRecent() {
      const recent = await get().host.call('documents.recent')
      if (recent.ok) set({ recent: recent.value })
    },
  }
}
