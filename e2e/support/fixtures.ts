import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, expect } from '@playwright/test'
import { startBrowserApp } from './browser-app.ts'
import { WorkbenchPage } from './workbench-page.ts'

const PIPELINES = fileURLToPath(new URL('../../fixtures/pipelines/', import.meta.url))

/** A folder of the test's own, and the app opened on copies of fixture files in it. */
export interface AppFixtures {
  readonly folder: string
  /** Copies a fixture pipeline into the folder; its path. */
  readonly place: (name: string) => Promise<string>
  /** Starts the app with these files and opens its window. */
  readonly open: (...files: readonly string[]) => Promise<WorkbenchPage>
}

const sharedMemory = async (): Promise<readonly string[]> =>
  (await readdir('/dev/shm').catch(() => [])).filter(
    name => name.includes('stagewright') || name.startsWith('sw-'),
  )

export const test = base.extend<AppFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures out of this pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'sw-e2e-'))
    await mkdir(join(folder, 'files'))
    const before = await sharedMemory()
    await use(folder)
    await rm(folder, { recursive: true, force: true })
    expect(await sharedMemory(), 'left in /dev/shm').toEqual(before)
  },
  place: async ({ folder }, use) => {
    await use(async name => {
      const path = join(folder, 'files', basename(name))
      await copyFile(join(PIPELINES, name), path)
      return path
    })
  },
  open: async ({ folder, page }, use) => {
    const apps: Awaited<ReturnType<typeof startBrowserApp>>[] = []
    const problems: string[] = []
    page.on('pageerror', error => problems.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error') problems.push(message.text())
    })
    await use(async (...files) => {
      const app = await startBrowserApp({ data: join(folder, 'data'), root: join(folder, 'files'), files })
      apps.push(app)
      await page.goto(app.url)
      const workbench = new WorkbenchPage(page)
      await workbench.loaded()
      return workbench
    })
    await page.close()
    for (const app of apps) await app.stop()
    expect(problems, 'errors in the page’s console').toEqual([])
  },
})

export { expect }
