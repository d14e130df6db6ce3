import { readFile } from 'node:fs/promises'
import { expect, test } from './support/fixtures.ts'
import { lineChanges } from './support/line-changes.ts'

const ALONE = 'One host'

test('a stage is dragged from card to card, and moved by its menu with the keys', async ({ open, place }) => {
  const path = await place('qwen2_5_omni.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)
  const { devices, page } = app
  await app.openPanel('Devices')
  const vocoder = devices.chip(/code2wav/)
  await expect(devices.card(ALONE, 0)).toContainText('92 %')

  await test.step('the mouse drags it onto another GPU', async () => {
    await expect(devices.card(ALONE, 0).getByRole('button', { name: /code2wav/ })).toBeVisible()
    await devices.drag(vocoder, devices.card(ALONE, 2))
    await app.expectText(text =>
      expect(lineChanges(original, text)).toEqual({
        removed: ['    devices: "0"'],
        added: ['    devices: "2"'],
      }),
    )
    await expect(devices.card(ALONE, 2)).toContainText('12 %')
    await expect(devices.card(ALONE, 0)).toContainText('80 %')
  })

  await test.step('dropped beside every card it stays where it is', async () => {
    await devices.drag(vocoder, devices.panel.getByRole('tablist'))
    await expect(devices.card(ALONE, 2)).toContainText('code2wav')
  })

  await test.step('the keys move it back', async () => {
    await vocoder.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'Select in the graph' })).toBeFocused()
    const target = page.getByRole('menuitem', { name: `${ALONE}, GPU 0`, exact: true })
    await page.keyboard.press('ArrowDown')
    await expect(target).toBeFocused()
    await page.keyboard.press('Enter')
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('one undo takes the whole move back', async () => {
    await app.undo()
    await app.expectText(text => expect(text).toContain('    devices: "2"'))
  })
})

test('a stage is dragged to another host of the inventory', async ({ open, place }) => {
  const path = await place('qwen2_5_omni.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)
  const { devices, page } = app
  await app.openPanel('Devices')

  await test.step('the hosts are written down', async () => {
    await devices.chip('Add hosts …').click()
    const context = app.dialog('Launch context')
    await context
      .getByLabel('Host inventory')
      .fill(
        'hosts:\n  left: {address: 10.0.0.1, gpus: 2}\n  right: {address: 10.0.0.2, gpus: 2, visible_devices: "1,0"}\nstages: {0: left, 1: left, 2: left}\n',
      )
    await context.getByRole('button', { name: 'Done' }).click()
    await expect(devices.card('left', 0)).toContainText('code2wav')
  })

  await test.step('dropped there it is placed there, by its position among the visible devices', async () => {
    await devices.drag(devices.chip(/code2wav/), devices.card('right', 0))
    await expect(devices.card('right', 0)).toContainText('code2wav')
    await expect(devices.card('left', 0)).not.toContainText('code2wav')
    await app.expectText(text => expect(lineChanges(original, text).added).toEqual(['    devices: "1"']))
  })

  await test.step('both halves of the move are taken back together', async () => {
    await app.notices.getByRole('button', { name: 'Undo the move' }).click()
    await expect(devices.card('left', 0)).toContainText('code2wav')
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('the table leads from the id in the file to the card', async () => {
    await page.getByRole('tab', { name: 'YAML id → physical' }).click()
    await expect(app.panels.table('Devices by rank').getByRole('row')).toHaveCount(4)
  })
})
