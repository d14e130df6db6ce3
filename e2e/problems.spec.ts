import { expect, test } from './support/fixtures.ts'
import { lineChanges } from './support/line-changes.ts'

/** Two misspelt references of one kind and a card that is given away twice. */
const THREE_ERRORS = `async_chunk: false
connectors:
  shared_memory:
    name: SharedMemoryConnector
stages:
  - stage_id: 0
    devices: "0"
    gpu_memory_utilization: 0.5
    output_connectors:
      to_stage_1: shared_memroy
  - stage_id: 1
    devices: "1"
    gpu_memory_utilization: 0.8
    input_connectors:
      from_stage_0: shared_memroy
    output_connectors:
      to_stage_2: shared_memory
  - stage_id: 2
    devices: "1"
    gpu_memory_utilization: 0.3   # leaves room for the codec
    input_connectors:
      from_stage_1: shared_memory
`

test('findings lead to their place, and are fixed or muted by one key', async ({ open, write, page }) => {
  const app = await open(await write('errors.yaml', THREE_ERRORS))
  const { problems, panels } = app
  await app.openPanel('Problems')
  await expect(problems.rows).toHaveCount(3)
  await expect(problems.tab).toContainText('3')

  await test.step('F8 walks through them in the order of the text and starts again', async () => {
    for (const [index, [line, code]] of [
      [10, 'WIRE-1'],
      [15, 'WIRE-1'],
      [20, 'MEM-1'],
      [10, 'WIRE-1'],
    ].entries()) {
      await page.keyboard.press('F8')
      await expect(panels.statusBar).toContainText(`Problem ${(index % 3) + 1} of 3, ${code}`)
      await expect(panels.statusBar).toContainText(`Line ${line}, column`)
    }
    await page.keyboard.press('Shift+F8')
    await expect(panels.statusBar).toContainText('Problem 3 of 3, MEM-1')
  })

  await test.step('a click leads to node, field and line', async () => {
    await problems.row('GPU 1 is shared').click()
    await expect(app.selectedStages).toHaveCount(1)
    await expect(app.stage('2')).toHaveClass(/selected/)
    await expect(app.inspector.marked).toContainText('gpu_memory_utilization')
    await expect(panels.statusBar).toContainText('Line 20, column')
    await expect(app.activeLine).toContainText('gpu_memory_utilization: 0.3')
  })

  await test.step('the finding shows its arithmetic and what its fix would change', async () => {
    const detail = problems.detail('MEM-1')
    await expect(detail).toContainText('0.8 + 0.3 = 1.1 > 1.0')
    await expect(detail.getByRole('region', { name: 'What the fix changes' })).toContainText('0.15')
  })

  await test.step('F applies the fix to its one line; undo brings the finding back', async () => {
    await page.keyboard.press('f')
    await expect(problems.rows).toHaveCount(2)
    await app.expectText(text =>
      expect(lineChanges(THREE_ERRORS, text)).toEqual({
        added: ['    gpu_memory_utilization: 0.15   # leaves room for the codec'],
        removed: ['    gpu_memory_utilization: 0.3   # leaves room for the codec'],
      }),
    )
    await app.undo()
    await expect(problems.rows).toHaveCount(3)
    await app.expectText(text => expect(text).toBe(THREE_ERRORS))
  })

  await test.step('A fixes all of a kind in one step', async () => {
    await problems.row('Stage 0 takes connector').click()
    await expect(problems.button(/^Fix all 2 of WIRE-1/)).toBeVisible()
    await page.keyboard.press('a')
    await expect(problems.rows).toHaveCount(1)
    await app.expectText(text =>
      expect(lineChanges(THREE_ERRORS, text)).toEqual({
        added: ['      to_stage_1: shared_memory', '      from_stage_0: shared_memory'],
        removed: ['      to_stage_1: shared_memroy', '      from_stage_0: shared_memroy'],
      }),
    )
    await expect(app.edges).toHaveCount(2)
    await app.undo()
    await app.expectText(text => expect(text).toBe(THREE_ERRORS))
  })

  await test.step('M mutes with a reason that stands in the file', async () => {
    await problems.row('GPU 1 is shared').click()
    await page.keyboard.press('m')
    await expect(problems.reason).toBeFocused()
    await page.keyboard.press('Enter')
    await app.expectText(text => expect(text).toBe(THREE_ERRORS))
    await page.keyboard.type('the codec is tiny')
    await page.keyboard.press('Enter')
    await expect(problems.rows).toHaveCount(2)
    await app.expectText(text =>
      expect(lineChanges(THREE_ERRORS, text)).toEqual({
        added: ['    # stagewright: ignore MEM-1 because the codec is tiny'],
        removed: [],
      }),
    )
    await problems.showMuted.check()
    await problems.row('GPU 1 is shared').click()
    await expect(problems.detail('MEM-1')).toContainText('Muted because the codec is tiny')
  })

  await test.step('the rule explains itself', async () => {
    await problems.button('About this rule').click()
    await expect(app.panel('rules')).toContainText('MEM-1')
  })
})

test('status bar, node and text show the findings too, and lead to them', async ({ open, write, page }) => {
  const app = await open(await write('errors.yaml', THREE_ERRORS))
  const { problems, panels } = app
  await app.openPanel('Ports')
  await panels.statusBar.getByRole('button', { name: 'Problems: 3 errors, 0 warnings, 0 notes' }).click()
  await expect(problems.rows).toHaveCount(3)

  await app.openPanel('Ports')
  await app.findingBadge('2').click()
  await expect(problems.panel).toBeVisible()
  await expect(app.stage('2')).toHaveClass(/selected/)
  await app.lintMarks.filter({ hasText: '0.3' }).hover()
  await expect(app.hoverText).toContainText('GPU 1 is shared')

  await test.step('what the filter hides is counted still', async () => {
    await problems.panel.getByLabel('Filter problems').fill('connector')
    await expect(problems.rows).toHaveCount(2)
    await expect(problems.tab).toContainText('3')
    await problems.panel.getByLabel('Filter problems').fill('nothing like this')
    await problems.button('Clear the filter').click()
    await expect(problems.rows).toHaveCount(3)
  })

  await test.step('a text without findings says so', async () => {
    await problems.row('Stage 0 takes connector').click()
    await page.keyboard.press('a')
    await problems.row('GPU 1 is shared').click()
    await page.keyboard.press('f')
    await expect(problems.panel).toContainText('No problems')
    await page.keyboard.press('F8')
    await expect(panels.statusBar).toContainText('No problems.')
  })
})
