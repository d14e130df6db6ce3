import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url))

test.use({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 })

/** A picture without what would differ from one taking to the next: cursors, tooltips, hover marks. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(720, 30)
  await page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled', caret: 'hide' })
}

test('the window, after a run of the bench', async ({ open, place, page }) => {
  const app = await open(await place('qwen3_omni_moe.yaml'))
  await app.stage('1').click()
  await app.openPanel('Bench')
  await app.button('Run the test bench').click()
  await expect(app.panel('bench').getByRole('status')).toContainText('Done', { timeout: 60_000 })
  await shoot(page, 'window')
})

test('findings with their arithmetic', async ({ open, place, page }) => {
  const app = await open(await place('invalid/port_collision.yaml'))
  await app.openPanel('Problems')
  await app
    .panel('problems')
    .getByRole('row', { name: /PORT-2/ })
    .first()
    .click()
  await shoot(page, 'problems')
})

test('the ports of a chain of transfer engines', async ({ open, place, page }) => {
  const app = await open(await place('hunyuan_image3.yaml'))
  await app.openPanel('Ports')
  await expect(app.panel('ports').getByRole('table')).toBeVisible()
  await shoot(page, 'ports')
})

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' })
  test('what a worker gets', async ({ open, place, page }) => {
    const app = await open(await place('hybrid_tcp_shm.yaml'))
    await app.stage('1').click()
    await app.openPanel('Resolved')
    await expect(app.panel('resolved')).toContainText('sender_zmq_port')
    await shoot(page, 'resolved-dark')
  })
})
