import { readFileSync, readlinkSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { isRunAlive, runPrefixIn } from '../connectors/shm/names.ts'

/**
 * Where a run keeps its notice sockets and notes its processes. It is named by the run's prefix, so that a later
 * start can tell whose it is and whether that run is over.
 */
export interface RunFolder {
  readonly path: string
  /** Path of a stage's notice socket; short, because a socket's path holds about 100 characters. */
  socket(index: number): string
  /** Notes the run's processes, so that a later start can end those that outlived it. */
  note(pids: readonly number[]): Promise<void>
  remove(): Promise<void>
}

const PIDS_FILE = 'pids.json'

export async function createRunFolder(prefix: string, parent = tmpdir()): Promise<RunFolder> {
  const path = join(parent, prefix)
  await mkdir(path, { mode: 0o700 })
  return {
    path,
    socket: index => join(path, `${index}.sock`),
    note: pids => writeFile(join(path, PIDS_FILE), JSON.stringify(pids.map(pid => [pid, startOf(pid)]))),
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** What is in a run's folder besides its notes: sockets that were not taken away. */
export async function socketsOf(folder: RunFolder): Promise<readonly string[]> {
  const names = await readdir(folder.path).catch(() => [])
  return names.filter(name => name.endsWith('.sock')).map(name => join(folder.path, name))
}

/**
 * Removes the folders of runs whose starting process is gone and ends stage processes of theirs that still run.
 * A process counts only when both its number and its start time are the noted ones.
 */
export async function sweepDeadFolders(parent = tmpdir()): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const prefix = runPrefixIn(name)
    if (prefix !== name || isRunAlive(prefix)) continue
    const path = join(parent, name)
    for (const [pid, start] of await notedPids(path)) if (start !== null && startOf(pid) === start) end(pid)
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

const pidNotes = z.array(z.tuple([z.number().int().positive(), z.string().nullable()]))

async function notedPids(path: string): Promise<z.infer<typeof pidNotes>> {
  try {
    return pidNotes.parse(JSON.parse(await readFile(join(path, PIDS_FILE), 'utf8')))
  } catch {
    return []
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}

/** When a process started, with its executable: a later process with the same number differs in one of them. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    return `${ticks} ${readlinkSync(`/proc/${pid}/exe`)}`
  } catch {
    return null
  }
}
