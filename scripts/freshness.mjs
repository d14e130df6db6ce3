// Whether out/ was built from the sources as they are now.
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tools.mjs'

const SOURCES = ['core', 'electron', 'renderer', 'scripts']
const FILES = ['package-lock.json', 'electron.vite.config.ts', 'vite.node.config.ts', 'tsconfig.core.json']
const stamp = join(root, 'out/.built')

const modified = path => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

const newestBelow = folder =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .reduce((newest, entry) => Math.max(newest, modified(join(entry.parentPath, entry.name))), 0)

/** True when no source is newer than the last build. */
export const isBuilt = () => {
  const built = modified(stamp)
  if (built === 0) return false
  const newest = Math.max(...SOURCES.map(newestBelow), ...FILES.map(file => modified(join(root, file))))
  return newest <= built
}

/**
 * Notes that a build of the sources as they were at `startedMs` is complete. A source saved while it ran is newer
 * than the stamp, so that the next start builds again.
 */
export const markBuilt = startedMs => {
  const started = new Date(startedMs)
  writeFileSync(stamp, `${started.toISOString()}\n`)
  utimesSync(stamp, started, started)
}
