import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Parent of a process by its id; null when there is no such process any more, or it is only waited for. */
async function parentOf(pid: string): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  // The name in brackets may hold anything; state and parent follow it.
  const [state, parent] = stat === null ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return parent === undefined || state === 'Z' ? null : Number(parent)
}

/** The processes that `pid` started and that run now; none where the system has no /proc. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const names = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name))
  const parents = await Promise.all(names.map(parentOf))
  return names.filter((_name, index) => parents[index] === pid).map(Number)
}

/** Those of the processes that still run. */
export async function stillRunning(pids: readonly number[]): Promise<readonly number[]> {
  const parents = await Promise.all(pids.map(pid => parentOf(String(pid))))
  return pids.filter((_pid, index) => parents[index] !== null)
}

/** What runs of the bench that the process started have in shared memory and in the folder for temporary files. */
export async function leftBy(pid: number): Promise<readonly string[]> {
  const fifo = `_5357${pid.toString(16).padStart(8, '0')}`
  const folders = await Promise.all(
    ['/dev/shm', tmpdir()].map(async folder =>
      (await readdir(folder).catch(() => [])).map(name => join(folder, name)),
    ),
  )
  return folders.flat().filter(path => path.includes(`swb-${pid}-`) || path.includes(fifo))
}
