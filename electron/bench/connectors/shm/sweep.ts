import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { unlinkQuietly } from './lock.ts'
import { isDeadFifo, isFifoOf, isRunAlive, runPrefixIn, SHM_FOLDER } from './names.ts'
import { removeIfEmpty, WAKE_FOLDER_PREFIX } from './wake.ts'

/** Paths of what a run has in shared memory. */
export interface ShmResidue {
  readonly segments: readonly string[]
  readonly lockFiles: readonly string[]
  readonly fifos: readonly string[]
}

/** What carries this run's prefix and is still there. */
export function residueOfRun(runPrefix: string, folder = SHM_FOLDER): ShmResidue {
  return collect(
    folder,
    name => name.includes(runPrefix),
    name => isFifoOf(name, runPrefix),
  )
}

/** Removes what a run made and nothing else; returns what was there. */
export function sweepRun(runPrefix: string, folder = SHM_FOLDER): ShmResidue {
  return remove(residueOfRun(runPrefix, folder))
}

/** Removes what runs left whose starting process is gone, for example by SIGKILL. */
export function sweepDeadRuns(folder = SHM_FOLDER): ShmResidue {
  const isDead = (name: string): boolean => {
    const prefix = runPrefixIn(name)
    return prefix !== null && !isRunAlive(prefix)
  }
  return remove(collect(folder, isDead, isDeadFifo))
}

function collect(
  folder: string,
  ownsFile: (name: string) => boolean,
  ownsFifo: (name: string) => boolean,
): ShmResidue {
  const names = list(folder)
  const files = names.filter(name => ownsFile(name) && isFile(join(folder, name)))
  const wakeFolders = names.filter(name => name.startsWith(WAKE_FOLDER_PREFIX))
  return {
    segments: files.filter(name => !isLock(name)).map(name => join(folder, name)),
    lockFiles: files.filter(isLock).map(name => join(folder, name)),
    fifos: wakeFolders.flatMap(wake =>
      list(join(folder, wake))
        .filter(ownsFifo)
        .map(name => join(folder, wake, name)),
    ),
  }
}

function remove(residue: ShmResidue): ShmResidue {
  for (const path of [...residue.segments, ...residue.lockFiles, ...residue.fifos]) unlinkQuietly(path)
  for (const path of residue.fifos) removeIfEmpty(join(path, '..'))
  return residue
}

const isLock = (name: string): boolean => name.startsWith('shm_') && name.endsWith('_lockfile.lock')

/** A link or a folder was not made by a run. */
const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
