import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, expect, test } from '@playwright/test'
import { FIXTURES, ROOT } from './support/folders.ts'
import { WorkbenchPage } from './support/workbench-page.ts'

/** Electron's executable; null where its package came without one. Its own entry point would fetch it. */
function electronBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return null
  const executable = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(executable) ? executable : null
}

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)

const executablePath = electronBinary()

test.skip(
  executablePath === null,
  'Electron’s binary is not installed; its package fetches it at a first start',
)
test.skip(!hasDisplay(), 'there is no display for Electron')
test.skip(process.getuid?.() === 0, 'Electron does not run as root with its sandbox on')

test('the desktop app opens a file, measures it and saves it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sw-electron-'))
  const path = join(folder, 'qwen3_omni_moe.yaml')
  await copyFile(join(FIXTURES, 'pipelines', 'qwen3_omni_moe.yaml'), path)
  const original = await readFile(path, 'utf8')
  const shell = await _electron.launch({
    executablePath: executablePath ?? '',
    args: [ROOT, path],
    env: { ...process.env, STAGEWRIGHT_DATA: join(folder, 'data') },
  })
  try {
    const page = await shell.firstWindow()
    const app = new WorkbenchPage(page)
    await app.loaded()
    await expect(app.stages).toHaveCount(3)
    expect(page.url()).toMatch(/^app:/)
    expect(await page.evaluate(() => 'require' in window || 'process' in window)).toBe(false)

    await app.command('Run the test bench')
    await expect(app.bench.status).toContainText('Done', { timeout: 60_000 })
    await expect(app.edge('0->1')).toContainText(/[GM]B\/s/)

    await app.openPanel('YAML')
    await app.typeAtEnd('# checked\n')
    await page.keyboard.press('Control+s')
    await expect(async () => expect(await readFile(path, 'utf8')).toBe(`${original}# checked\n`)).toPass()
  } finally {
    await shell.close()
    await rm(folder, { recursive: true, force: true })
  }
})
