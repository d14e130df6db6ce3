import { dirname, resolve } from 'node:path'
import { type BrowserShell, startBrowserShell } from '../../browser/server.ts'
import { appDataFolder } from '../../host/app-data.ts'
import { createDefaultHost } from '../../host/default-host.ts'
import type { Host } from '../../host/host.ts'
import { rendererFolder, stageProcessFile } from './folders.ts'

export interface ServedApp {
  readonly host: Host
  readonly shell: BrowserShell
  close(): Promise<void>
}

/**
 * Starts host and browser shell together. The window may open `files` and what lies in their folders, or in the
 * current folder when none is named; `folders` adds more.
 */
export async function serveApp(options: {
  readonly port: number
  readonly files: readonly string[]
  readonly folders?: readonly string[]
}): Promise<ServedApp> {
  const startFiles = options.files.map(file => resolve(file))
  const host = await createDefaultHost({ appData: appDataFolder(), stageProcess: stageProcessFile })
  const named = [...startFiles.map(file => dirname(file)), ...(options.folders ?? [])]
  for (const folder of named.length > 0 ? named : [process.cwd()]) await host.grantFolder(folder)
  for (const file of startFiles) await host.grantFile(file)
  const shell = await startBrowserShell({
    host,
    renderer: rendererFolder,
    port: options.port,
    startFiles,
  }).catch(async error => {
    await host.close()
    throw error
  })
  return {
    host,
    shell,
    async close() {
      await shell.close()
      await host.close()
    },
  }
}

/** Resolves at the first signal that asks this process to end. */
export const untilSignal = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
