/// <reference types="vite/client" />
import type { HostBridge } from '../core/contract/host.ts'

declare global {
  interface Window {
    /** Put there by the Electron shell's preload script; the browser shell has the socket instead. */
    readonly stagewright?: HostBridge
  }
}
