import { expect, test } from './support/fixtures.ts'

const TWO_STAGES = `# The stages that differ from what the pipeline takes by itself.
stages:
  - stage_id: 0
    devices: "0"
  - stage_id: 1
    devices: "1"
`

test('the graph is fitted once when the stages of a pipeline join it', async ({ open, write }) => {
  const app = await open(await write('mine.yaml', TWO_STAGES))
  await expect(app.stages).toHaveCount(2)

  await test.step('a chosen pipeline brings its stages, all in view', async () => {
    await app.command('Launch context')
    const context = app.dialog('Launch context')
    await context.getByLabel('Pipeline', { exact: true }).selectOption('qwen2_5_omni')
    await context.getByRole('button', { name: 'Done' }).click()
    await expect(app.stages).toHaveCount(3)
    await expect(app.stage('2')).toBeInViewport({ ratio: 1 })
    const [canvas, last] = [await app.canvas.boundingBox(), await app.stage('2').boundingBox()]
    if (canvas === null || last === null) throw new Error('no graph')
    expect(last.x + last.width).toBeLessThanOrEqual(canvas.x + canvas.width)
    expect(last.x).toBeGreaterThanOrEqual(canvas.x)
  })

  await test.step('typing and editing leave the view alone', async () => {
    await app.panBy(-60, 30)
    const before = await app.viewport()
    await app.typeAtEnd('  - stage_id: 7')
    await expect(app.stages).toHaveCount(4)
    expect(await app.viewport()).toBe(before)
  })
})
