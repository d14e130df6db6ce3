import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import type { HostBridge, HostEventName, HostEvents } from '../../core/contract/host.ts'
import { CALL_CHANNEL, DROP_CHANNEL, EVENT_CHANNEL } from '../main/channels.ts'

/** The bridge of the Electron shell: the host contract and nothing else. The main process validates every call. */
const bridge: HostBridge = {
  call: (name, ...args) => ipcRenderer.invoke(CALL_CHANNEL, name, args),
  on: <N extends HostEventName>(name: N, listener: (payload: HostEvents[N]) => void) => {
    const forward = (_event: IpcRendererEvent, event: HostEventName, payload: HostEvents[N]) => {
      if (event === name) listener(payload)
    }
    ipcRenderer.on(EVENT_CHANNEL, forward)
    return () => ipcRenderer.removeListener(EVENT_CHANNEL, forward)
  },
  async pathOfDropped(file) {
    // Only a File that came from the disk has a path; one that a page made up gives an empty text.
    const path = file instanceof File ? webUtils.getPathForFile(file) : ''
    if (path === '') return null
    await ipcRenderer.invoke(DROP_CHANNEL, path)
    return path
  },
}

contextBridge.exposeInMainWorld('stagewright', bridge)
