import type { Residue } from '../../../core/bench/types.ts'
import { residueOfRun, sweepRun } from '../connectors/index.ts'
import { type RunFolder, socketsOf } from './run-folder.ts'

export const isEmpty = (residue: Residue): boolean => Object.values(residue).every(list => list.length === 0)

export const NO_RESIDUE: Residue = { segments: [], lockFiles: [], fifos: [], sockets: [], processes: [] }

/** What a run has left behind: looked for after its processes have ended, before anything is swept. */
export async function residueAfter(
  prefix: string,
  folder: RunFolder,
  pids: readonly number[],
): Promise<Residue> {
  return {
    ...residueOfRun(prefix),
    sockets: await socketsOf(folder),
    processes: pids.filter(isRunning),
  }
}

/** Takes away whatever a run left, so that nothing of it stays whatever happened. */
export async function sweepAfter(prefix: string, folder: RunFolder): Promise<void> {
  sweepRun(prefix)
  await folder.remove()
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
