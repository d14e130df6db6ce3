import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

import { test as base, expect } from '@playwright/test'
import { type RunningApp, startBrowserApp } from './browser-app.ts'
import { FIXTURES } from './folders.ts'
import { type PageWatch, watchPage } from './page-watch.ts'
import { WorkbenchPage } from './workbench-page.ts'

/** A folder of the test's own, and the app opened on copies of fixture files in it. */
export interface AppFixtures {
  readonly folder: string
  /** Copies a fixture pipeline into the folder; its path. */
  readonly place: (name: string) => Promise<string>
  /** Writes a file into the folder; its path. */
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>
  /** Starts the app with these files, all on the same data folder. */
  readonly serve: (...files: readonly string[]) => Promise<RunningApp>
  /** Opens the window of an app. */
  readonly show: (app: RunningApp) => Promise<WorkbenchPage>
  /** Starts the app with these files and opens its window. */
  readonly open: (...files: readonly string[]) => Promise<WorkbenchPage>
  /** What the page says and asks for; a test fails when it has errors or asks another than its own origin. */
  readonly watch: PageWatch
}

export const test = base.extend<AppFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures out of this pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'sw-e2e-'))
    await mkdir(join(folder, 'files'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  place: async ({ folder }, use) => {
    await use(async name => {
      const path = join(folder, 'files', basename(name))
      await copyFile(join(FIXTURES, 'pipelines', name), path)
      return path
    })
  },
  write: async ({ folder }, use) => {
    await use(async (name, content) => {
      const path = join(folder, 'files', name)
      await writeFile(path, content)
      return path
    })
  },
  serve: async ({ folder }, use) => {
    const apps: RunningApp[] = []
    await use(async (...files) => {
      const app = await startBrowserApp({ data: join(folder, 'data'), root: join(folder, 'files'), files })
      apps.push(app)
      return app
    })
    for (const app of apps) expect(await app.stop(), 'left behind').toEqual({ processes: [], files: [] })
  },
  watch: async ({ page }, use) => {
    const watch = watchPage(page)
    await use(watch)
    expect(watch.errors(), 'errors in the page’s console').toEqual([])
    expect(watch.outside(), 'requests to other origins').toEqual([])
  },
  show: async ({ page, watch }, use) => {
    await use(async app => {
      watch.own(app.url)
      await page.goto(app.url)
      const workbench = new WorkbenchPage(page, app)
      await workbench.loaded()
      return workbench
    })
  },
  open: async ({ page, serve, show }, use) => {
    await use(async (...files) => show(await serve(...files)))
    await page.close()
  },
})

export { expect }
