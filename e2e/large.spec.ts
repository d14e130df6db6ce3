import { readFile } from 'node:fs/promises'
import { expect, test } from './support/fixtures.ts'
import { lineChanges } from './support/line-changes.ts'

test('a file of 500 stages opens, moves, and is edited like any other', async ({ open, place, page }) => {
  const path = await place('large/stages-500.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)
  await expect(app.panels.statusBar).toContainText('500 stages')
  await expect(app.stages.first()).toBeVisible()

  await test.step('pans and zooms', async () => {
    const before = await app.viewport()
    await app.panBy(-300, -120)
    await expect(async () => expect(await app.viewport()).not.toBe(before)).toPass()
    await app.command('Zoom to 100 %')
    await app.command('Zoom to fit')
    await app.answers()
  })

  await test.step('finds a stage far away and selects it', async () => {
    await app.command('Stage 437')
    await expect(app.inspector.heading).toContainText('437')
    await expect(app.stage('437')).toHaveClass(/selected/)
    await expect(app.activeLine).toContainText('437')
  })

  await test.step('edits one line and takes it back', async () => {
    const devices = app.inspector.field('Devices')
    await devices.fill('3')
    await devices.press('Enter')
    await app.expectText(text => {
      const { added, removed } = lineChanges(original, text)
      expect([added.length, removed.length]).toEqual([1, 1])
      expect(added[0]).toContain('devices: "3"')
    })
    await app.undo()
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('follows what is typed, a broken text included', async () => {
    await app.openPanel('YAML')
    await app.typeAtEnd('broken: a: b')
    await expect(app.canvas).toHaveClass(/sw-canvas-stale/)
    await app.undo()
    await expect(app.canvas).not.toHaveClass(/sw-canvas-stale/)
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('shows every panel and goes on answering', async () => {
    for (const panel of ['Problems', 'Resolved', 'Effective', 'Ports', 'Devices', 'Changes']) {
      await app.openPanel(panel)
      await expect(page.getByRole('tab', { name: new RegExp(`^${panel}`), selected: true })).toBeVisible()
      await app.answers()
    }
  })

  await test.step('selects all, lets go, and saves the same bytes', async () => {
    await page.keyboard.press('Alt+g')
    await page.keyboard.press('Control+a')
    await expect(app.inspector.region).toContainText('500 selected')
    await page.keyboard.press('Escape')
    await expect(app.selectedStages).toHaveCount(0)
    await page.keyboard.press('Control+s')
    await app.answers()
    expect(await readFile(path, 'utf8')).toBe(original)
  })
})
