import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/fixtures.ts'
import { HOSTILE_TEXTS } from './support/hostile-texts.ts'

/** The texts of all recovery copies in the app's data folder. */
async function recoveryCopies(folder: string): Promise<string> {
  const names = await readdir(join(folder, 'data', 'recovery')).catch(() => [])
  const texts = await Promise.all(names.map(name => readFile(join(folder, 'data', 'recovery', name), 'utf8')))
  return texts.join('\n')
}

test('an unsaved text outlives the sudden death of its host', async ({
  place,
  serve,
  show,
  open,
  watch,
  folder,
  page,
}) => {
  const path = await place('qwen3_omni_moe.yaml')
  const original = await readFile(path, 'utf8')
  const typed = `${original}# typed before the end\n`
  const host = await serve(path)
  const app = await show(host)
  await app.typeAtEnd('# typed before the end\n')
  await app.expectText(text => expect(text).toBe(typed))
  await expect(async () => expect(await recoveryCopies(folder)).toContain('typed before the end')).toPass()

  await test.step('the window keeps its text and says that the host is gone', async () => {
    watch.expectErrors(/WebSocket connection to .* failed/)
    await host.kill()
    await expect(app.panels.statusBar.getByRole('alert')).toContainText('Host not reachable')
    await page.keyboard.press('Control+s')
    await expect(app.notices.getByRole('alert')).toContainText('Your text is safe in this window')
    expect(await app.text()).toBe(typed)
    expect(await readFile(path, 'utf8')).toBe(original)
  })

  await test.step('the next start offers the copy; restoring it touches no file', async () => {
    const next = await open(path)
    await next.dialog('Unsaved changes from last time').getByRole('button', { name: 'Restore' }).click()
    await next.expectText(text => expect(text).toBe(typed))
    await expect(next.unsavedMark).toBeVisible()
    expect(await readFile(path, 'utf8')).toBe(original)
    await page.keyboard.press('Control+s')
    await expect(next.unsavedMark).toBeHidden()
    expect(await readFile(path, 'utf8')).toBe(typed)
    await expect(async () => expect(await recoveryCopies(folder)).toBe('')).toPass()
  })
})

test('what other programs do to the open file loses nothing', async ({ open, place, folder, page }) => {
  const path = await place('fan_out.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)
  const foreign = `${original}# by another program\n`

  await test.step('without unsaved changes the window follows, and undo leads back', async () => {
    await writeFile(path, foreign)
    await expect(app.notices).toContainText('was changed by another program and read again')
    await app.expectText(text => expect(text).toBe(foreign))
    await expect(app.unsavedMark).toBeHidden()
    await app.undo()
    await app.expectText(text => expect(text).toBe(original))
    await expect(app.unsavedMark).toBeVisible()
  })

  await test.step('with unsaved changes it tells, and saving asks first', async () => {
    const theirs = `${original}# theirs\n`
    await writeFile(path, theirs)
    await expect(app.notices).toContainText('while you have unsaved changes')
    await app.notices.getByRole('button', { name: 'Keep mine' }).click()
    await page.keyboard.press('Control+s')
    const question = app.dialog('fan_out.yaml was changed by another program')
    await question.getByRole('button', { name: 'Cancel' }).click()
    expect(await readFile(path, 'utf8')).toBe(theirs)
    expect(await app.text()).toBe(original)

    await page.keyboard.press('Control+s')
    await question.getByRole('button', { name: 'Save elsewhere…' }).click()
    await app.givePath('Save as', join(folder, 'files', 'mine.yaml'))
    await app.shows(join(folder, 'files', 'mine.yaml'))
    expect(await readFile(path, 'utf8')).toBe(theirs)
  })

  await test.step('a file that is deleted can be written anew', async () => {
    const mine = join(folder, 'files', 'mine.yaml')
    await rm(mine)
    await expect(app.notices).toContainText('was deleted or moved')
    await page.keyboard.press('Control+s')
    await expect(async () => expect(await readFile(mine, 'utf8')).toBe(original)).toPass()
    await expect(app.notices).not.toContainText('was deleted or moved')
  })
})

test('no text crashes or hangs the window, and saving keeps each as it was', async ({
  open,
  write,
  page,
}) => {
  const app = await open()
  for (const { name, text, finding } of HOSTILE_TEXTS)
    await test.step(name, async () => {
      const path = await write(name, text)
      await page.keyboard.press('Control+o')
      await app.givePath('Open a file', path)
      await app.shows(path)
      await app.openPanel('Problems')
      await expect(app.problems.panel).toContainText(finding)
      await app.answers()
      await page.keyboard.press('Control+s')
      await app.answers()
      expect(await readFile(path, 'utf8')).toBe(text)
    })
  await expect(app.stages).toHaveCount(2)
  expect(await page.evaluate(() => 'polluted' in window || 'polluted' in {})).toBe(false)
})

test('what is typed or pasted into the YAML does no harm either', async ({ open, place, page }) => {
  const path = await place('qwen3_omni_moe.yaml')
  const app = await open(path)
  const original = await app.text()
  await app.openPanel('YAML')
  for (const text of [
    '\u0000\u202e\ud83d\ude00',
    `[${'['.repeat(3000)}`,
    `${'y'.repeat(1024 * 1024)}\n`,
    '&a *a <<: *a\n',
  ]) {
    await app.editor.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText(text)
    await app.answers()
    await expect(app.stages).toHaveCount(3)
    await app.undo()
    await app.expectText(now => expect(now).toBe(original))
    await expect(app.canvas).not.toHaveClass(/sw-canvas-stale/)
  }
})

test('the page reaches nothing but its own host, and no host without the token', async ({
  open,
  watch,
  page,
}) => {
  watch.expectErrors(/Content Security Policy|Refused to|Failed to fetch/)
  const app = await open()
  const reached = await page.evaluate(async () => {
    const image = new Image()
    const loaded = new Promise(resolve => {
      image.onload = () => resolve(true)
      image.onerror = () => resolve(false)
    })
    image.src = 'https://192.0.2.1/pixel.png'
    const fetched = await fetch('https://192.0.2.1/').then(
      () => true,
      () => false,
    )
    const socket = await new Promise(resolve => {
      try {
        const opened = new WebSocket('ws://127.0.0.1:9/')
        opened.onopen = () => resolve(true)
        opened.onerror = () => resolve(false)
      } catch {
        resolve(false)
      }
    })
    return [await loaded, fetched, socket]
  })
  expect(reached).toEqual([false, false, false])
  await app.answers()

  await page.goto('about:blank')
  await page.goto(new URL('/', watch.ownOrigin()).href)
  await expect(app.notices.getByRole('alert')).toContainText('token included')
})
