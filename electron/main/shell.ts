import { basename } from 'node:path'
import type { BrowserWindow, Dialog, Shell as ElectronShell } from 'electron'
import type { Shell } from '../host/shell.ts'

const FILTERS = [
  { name: 'Stage configuration', extensions: ['yaml', 'yml', 'json'] },
  { name: 'All files', extensions: ['*'] },
]

export interface ElectronShellOptions {
  readonly window: BrowserWindow
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>
  readonly external: Pick<ElectronShell, 'openExternal'>
  readonly startFiles: readonly string[]
  readonly answerClose: (close: boolean) => void
}

/** What Electron does for the window: title, dialogs, the system's browser. */
export function createElectronShell(options: ElectronShellOptions): Shell {
  const { window, dialog, external } = options
  return {
    info: { shell: 'electron', nativeDialogs: true },
    startFiles: options.startFiles,
    setTitle(title, dirty) {
      window.setTitle(title)
      window.setDocumentEdited(dirty)
    },
    answerClose: options.answerClose,
    async openExternal(url) {
      await external.openExternal(url)
      return true
    },
    async pickFileToOpen() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        properties: ['openFile'],
        filters: FILTERS,
      })
      return canceled ? null : (filePaths[0] ?? null)
    },
    async pickFileToSave(suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        defaultPath: basename(suggestedName),
        filters: FILTERS,
      })
      return canceled || filePath === '' ? null : filePath
    },
  }
}
