import { readFile } from 'node:fs/promises'
import { expect, test } from './support/fixtures.ts'
import { lineChanges } from './support/line-changes.ts'

test('from a real file to a measured one: open, draw, undo, break, mend, run, save', async ({
  open,
  place,
  page,
}) => {
  const path = await place('qwen3_omni_moe.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)

  await test.step('shows three stages and two edges', async () => {
    await expect(app.stages).toHaveCount(3)
    await expect(app.edges).toHaveCount(2)
    await expect(app.stage('0')).toContainText('thinker')
    await expect(app.edge('0->1')).toContainText('connector_of_shared')
  })

  await test.step('draws a stage and an edge, and nothing else of the YAML changes', async () => {
    await app.command('Add a language-model stage')
    await page.keyboard.press('Escape')
    await expect(app.stages).toHaveCount(4)
    await app.command('Zoom to fit')
    await app.drawEdge('2', '3')
    await page.getByRole('option', { name: /connector_of_shared_memory/ }).click()
    await expect(app.edges).toHaveCount(3)
    await app.expectText(text => {
      const { added, removed } = lineChanges(original, text)
      expect(removed).toEqual([])
      expect(added.join('\n')).toContain('stage_id: 3')
      expect(added.join('\n')).toContain('connector_of_shared_memory')
    })
  })

  await test.step('takes it back', async () => {
    await app.button(/^Undo/).click()
    await expect(app.edges).toHaveCount(2)
    await app.button(/^Undo/).click()
    await expect(app.stages).toHaveCount(3)
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('keeps the last graph, dimmed, while the YAML is broken', async () => {
    await app.clickBehind('async_chunk')
    await page.keyboard.type('\n  broken: [')
    await expect(app.canvas).toHaveClass(/sw-canvas-stale/)
    await expect(app.stages).toHaveCount(3)
    for (let step = 0; step < '\n  broken: ['.length; step += 1) await page.keyboard.press('Control+z')
    await app.expectText(text => expect(text).toBe(original))
    await expect(app.canvas).not.toHaveClass(/sw-canvas-stale/)
  })

  await test.step('runs the bench and shows figures on both edges', async () => {
    await app.openPanel('Bench')
    await app.button('Run the test bench').click()
    for (const edge of ['0->1', '1->2'])
      await expect(app.edge(edge)).toContainText(/[GM]B\/s/, { timeout: 30_000 })
    await expect(app.panel('bench').getByRole('status')).toContainText('Done')
    await expect(app.panel('bench').getByRole('row', { name: /0->1/ })).toBeVisible()
  })

  await test.step('saves what was typed, byte for byte', async () => {
    await app.openPanel('YAML')
    await app.editor.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('# checked\n')
    await page.keyboard.press('Control+s')
    await expect(async () => expect(await readFile(path, 'utf8')).toBe(`${original}# checked\n`)).toPass()
  })
})

test('a file that is opened and saved is the same to the byte', async ({ open, place, page }) => {
  const path = await place('qwen2_5_omni_legacy.yaml')
  const original = await readFile(path)
  const app = await open(path)
  await expect(app.stages).toHaveCount(3)
  await page.keyboard.press('Control+s')
  expect(await readFile(path)).toEqual(original)
})
