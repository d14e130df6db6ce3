import { readdir, readFile, readlink } from 'node:fs/promises'

/** A file of /proc or /sys, or null where the system has none. */
export const readSystemFile = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch(() => null)

const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => [])

/** What a process holds open: the targets of its /proc/PID/fd links, as far as this user may look. */
export interface ProcessHandles {
  readonly pid: number
  readonly command: string
  readonly targets: readonly string[]
}

async function handlesOf(pid: number): Promise<ProcessHandles> {
  const folder = `/proc/${pid}/fd`
  const targets = await Promise.all(
    (await namesIn(folder)).map(fd => readlink(`${folder}/${fd}`).catch(() => '')),
  )
  const command = (await readSystemFile(`/proc/${pid}/comm`))?.trim() ?? '?'
  return { pid, command, targets }
}

/** The handles of every process that this user may look into, one process after the other. */
export async function* processHandles(): AsyncGenerator<ProcessHandles> {
  for (const name of await namesIn('/proc')) if (/^\d+$/.test(name)) yield handlesOf(Number(name))
}

/** A process as people know it: its name and its id. */
export const processLabel = (process: ProcessHandles): string => `${process.command} (pid ${process.pid})`
