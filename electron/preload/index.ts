import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { HostBridge, HostEventName, HostEvents } from '../../core/contract/host.ts'
import { CALL_CHANNEL, EVENT_CHANNEL } from '../main/channels.ts'

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
}

contextBridge.exposeInMainWorld('stagewright', bridge)
