import { watch } from 'chokidar'
import type { HostEvents } from '../../../core/contract/host.ts'
import { readTextFile } from './text-file.ts'

/** Follows one file and tells when other programs change or remove it. */
export interface DocumentWatcher {
  /** Follows `path` instead of the one before; null follows nothing. Resolves when changes are seen. */
  follow(path: string | null): Promise<void>
  close(): Promise<void>
}

export function createDocumentWatcher(
  onChange: (change: HostEvents['documents.changed']) => void,
): DocumentWatcher {
  let stop: () => Promise<void> = async () => undefined

  const start = async (path: string) => {
    const watcher = watch(path, {
      ignoreInitial: true,
      // Editors that save by renaming a new file into place remove the old one for a moment.
      atomic: true,
      awaitWriteFinish: { stabilityThreshold: 60, pollInterval: 20 },
    })
    stop = () => watcher.close()
    const tell = async () => {
      const read = await readTextFile(path)
      const found = read.ok ? { text: read.value.text, stamp: read.value.stamp } : { text: null, stamp: null }
      onChange({ path, ...found })
    }
    watcher.on('add', tell).on('change', tell)
    watcher.on('unlink', () => onChange({ path, text: null, stamp: null }))
    // A file system that can't be watched leaves the check at saving, which is always made.
    watcher.on('error', () => undefined)
    await new Promise<void>(resolve => watcher.once('ready', resolve))
  }

  return {
    async follow(path) {
      await stop()
      stop = async () => undefined
      if (path !== null) await start(path)
    },
    close: () => stop(),
  }
}
