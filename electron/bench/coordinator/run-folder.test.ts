import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newRunPrefix } from '../connectors/index.ts'
import { createRunFolder, socketsOf, sweepDeadFolders } from './run-folder.ts'

let parent = ''
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'stagewright-runs-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

/** A prefix of a process with our number that started at another time: of a dead one. */
const deadPrefix = () => newRunPrefix().replace(/^(swb-\d+)-[0-9a-z]+/, '$1-0')

it('is removed when the run that made it is dead, and only then', async () => {
  await createRunFolder(newRunPrefix(), parent)
  const dead = await createRunFolder(deadPrefix(), parent)
  await writeFile(dead.socket(3), '')
  await mkdir(join(parent, 'somebody-elses'))
  await mkdir(join(parent, `${deadPrefix()}-with-more`))
  await sweepDeadFolders(parent)
  const left = await readdir(parent)
  expect(left).toHaveLength(3)
  expect(left).not.toContain(dead.path.split('/').at(-1))
})

it('ends the processes that a dead run left, but no later one with the same number', async () => {
  const spawned = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  const [left, other] = [spawned(), spawned()]
  await Promise.all([once(left, 'spawn'), once(other, 'spawn')])
  const folder = await createRunFolder(deadPrefix(), parent)
  const noted = await createRunFolder(deadPrefix(), parent)
  await folder.note([left.pid ?? 0])
  await writeFile(join(noted.path, 'pids.json'), JSON.stringify([[other.pid, '1 /some/thing/else']]))
  const ended = once(left, 'exit')
  await sweepDeadFolders(parent)
  expect(await ended).toEqual([null, 'SIGKILL'])
  expect(other.exitCode).toBeNull()
  expect(other.signalCode).toBeNull()
  const gone = once(other, 'exit')
  other.kill()
  await gone
})

it('survives notes that are none', async () => {
  const folder = await createRunFolder(deadPrefix(), parent)
  await writeFile(join(folder.path, 'pids.json'), '{"a":')
  await sweepDeadFolders(parent)
  expect(await readdir(parent)).toEqual([])
})

it('tells the sockets that are left in it', async () => {
  const folder = await createRunFolder(newRunPrefix(), parent)
  await folder.note([])
  await writeFile(folder.socket(0), '')
  expect(await socketsOf(folder)).toEqual([folder.socket(0)])
  await folder.remove()
  expect(await socketsOf(folder)).toEqual([])
})
