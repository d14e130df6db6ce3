import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type RecoveryCopy, recoveryCopy, type Sidecar, sidecar } from '../../../core/contract/host.ts'
import { keyFileName, readJson, writeJson } from './json-file.ts'
import { createQueue } from './queue.ts'

const settingsSchema = z.record(z.string(), z.unknown())
const recentSchema = z.array(z.string())

const MAX_RECENT = 20
const MAX_RECOVERY_COPIES = 100

/** The app's own data on disk: never in the user's files, safe to delete as a whole. */
export interface AppStore {
  readonly folder: string
  recent(): Promise<readonly { path: string; name: string; exists: boolean }[]>
  addRecent(path: string): Promise<void>
  loadSettings(): Promise<Readonly<Record<string, unknown>>>
  saveSettings(settings: Readonly<Record<string, unknown>>): Promise<void>
  loadSidecar(key: string): Promise<Sidecar | null>
  saveSidecar(key: string, value: Sidecar): Promise<void>
  writeRecovery(copy: RecoveryCopy): Promise<void>
  listRecovery(): Promise<readonly RecoveryCopy[]>
  discardRecovery(key: string): Promise<void>
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    info => info.isFile(),
    () => false,
  )

export function createAppStore(folder: string): AppStore {
  const settingsFile = join(folder, 'settings.json')
  const recentFile = join(folder, 'recent.json')
  const sidecarFile = (key: string) => join(folder, 'sidecars', keyFileName(key))
  const recoveryFolder = join(folder, 'recovery')
  const inTurn = createQueue()
  const recentPaths = async () => (await readJson(recentFile, recentSchema)) ?? []

  return {
    folder,
    async recent() {
      const paths = await recentPaths()
      return Promise.all(
        paths.map(async path => ({ path, name: basename(path), exists: await isThere(path) })),
      )
    },
    addRecent: path =>
      inTurn(async () => {
        const others = (await recentPaths()).filter(other => other !== path)
        await writeJson(recentFile, [path, ...others].slice(0, MAX_RECENT))
      }),
    async loadSettings() {
      return (await readJson(settingsFile, settingsSchema)) ?? {}
    },
    saveSettings: settings => writeJson(settingsFile, settings),
    loadSidecar: key => readJson(sidecarFile(key), sidecar),
    saveSidecar: (key, value) => writeJson(sidecarFile(key), value),
    writeRecovery: copy => writeJson(join(recoveryFolder, keyFileName(copy.key)), copy),
    async listRecovery() {
      await mkdir(recoveryFolder, { recursive: true })
      const names = (await readdir(recoveryFolder)).filter(name => name.endsWith('.json'))
      const copies = await Promise.all(
        names.slice(0, MAX_RECOVERY_COPIES).map(name => readJson(join(recoveryFolder, name), recoveryCopy)),
      )
      return copies
        .filter(copy => copy !== null)
        .sort((a, b) => (a.savedAt < b.savedAt ? 1 : a.savedAt > b.savedAt ? -1 : 0))
    },
    discardRecovery: key => rm(join(recoveryFolder, keyFileName(key)), { force: true }),
  }
}
