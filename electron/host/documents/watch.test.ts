import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { HostEvents } from '../../../core/contract/host.ts'
import { createDocumentWatcher, type DocumentWatcher } from './watch.ts'

type Change = HostEvents['documents.changed']

let folder: string
let watcher: DocumentWatcher
let waiting: ((change: Change) => void)[]
const nextChange = () => new Promise<Change>(resolve => waiting.push(resolve))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-watch-'))
  waiting = []
  watcher = createDocumentWatcher(change => waiting.shift()?.(change))
})
afterEach(async () => {
  await watcher.close()
  await rm(folder, { recursive: true, force: true })
})

it('tells the new text when another program writes the file, and when it goes', async () => {
  const path = join(folder, 'a.yaml')
  await writeFile(path, 'one')
  await watcher.follow(path)
  const changed = nextChange()
  await writeFile(path, 'two, longer')
  expect(await changed).toMatchObject({ path, text: 'two, longer' })
  const removed = nextChange()
  await rm(path)
  expect(await removed).toEqual({ path, text: null, stamp: null })
})
