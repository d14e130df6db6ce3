import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/fixtures.ts'
import { lineChanges } from './support/line-changes.ts'
import type { WorkbenchPage } from './support/workbench-page.ts'

/** Expects the text to differ from `before` by these lines and no other. */
const expectChange = (
  app: WorkbenchPage,
  before: string,
  change: { readonly added: readonly string[]; readonly removed: readonly string[] },
): Promise<void> => app.expectText(text => expect(lineChanges(before, text)).toEqual(change))

test('forms change one line each, and undo brings it back', async ({ open, place, page }) => {
  const path = await place('bagel.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)
  const { inspector } = app
  const takeBack = async () => {
    await app.undo()
    await app.expectText(text => expect(text).toBe(original))
  }
  await app.clickEdge('0->1')
  await expect(inspector.heading).toContainText('thinker')

  await test.step('a size may be written with its unit', async () => {
    const size = inspector.field('Memory pool size')
    await expect(size).toHaveValue('6442450944')
    await size.fill('2 GiB')
    await size.press('Enter')
    await expectChange(app, original, {
      added: ['      memory_pool_size: 2147483648'],
      removed: ['      memory_pool_size: 6442450944'],
    })
    await expect(size).toHaveValue('2147483648')
    await takeBack()
  })

  await test.step('what is no size is refused with a reason and changes nothing', async () => {
    const size = inspector.field('Memory pool size')
    await size.fill('plenty')
    await size.press('Enter')
    await expect(size).toHaveAttribute('aria-invalid', 'true')
    await size.press('Escape')
    await expect(size).toHaveValue('6442450944')
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('a choice is written in the style of the file', async () => {
    await inspector.field('Protocol').selectOption('tcp')
    await expectChange(app, original, {
      added: ['      protocol: "tcp"'],
      removed: ['      protocol: "rdma"'],
    })
    await takeBack()
  })

  await test.step('another connector is wired at both ends', async () => {
    await inspector
      .field('Connector')
      .selectOption({ label: 'shared_memory_connector (SharedMemoryConnector)' })
    await expect(app.edge('0->1')).toContainText('shared_memory_connector')
    await expectChange(app, original, {
      added: ['      to_stage_1: shared_memory_connector', '      from_stage_0: shared_memory_connector'],
      removed: ['      to_stage_1: rdma_connector', '      from_stage_0: rdma_connector'],
    })
    await takeBack()
  })

  await test.step('a field of a stage keeps the comment behind it', async () => {
    await app.stage('0').click()
    const most = inspector.field('Requests at once')
    await most.fill('6')
    await most.press('Tab')
    await app.expectText(text => {
      const { added, removed } = lineChanges(original, text)
      expect(removed).toHaveLength(1)
      expect(added).toHaveLength(1)
      expect(added[0]).toMatch(/^ {4}max_num_seqs: 6 +# the prompt and its two guidance companions$/)
    })
    await takeBack()
  })
  await expect(app.unsavedMark).toBeHidden()
  expect(await readFile(path, 'utf8')).toBe(original)
  expect(page.url()).toContain('127.0.0.1')
})

test('nodes are renamed, removed, copied and selected by mouse and keys', async ({ open, place, page }) => {
  const path = await place('qwen2_5_omni_legacy.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open(path)

  await test.step('a double click renames', async () => {
    await app.stage('1').dblclick()
    await app.nameInput('1').fill('speaker')
    await page.keyboard.press('Enter')
    await expect(app.stage('1')).toContainText('speaker')
    await expectChange(app, original, {
      added: ['      model_stage: speaker'],
      removed: ['      model_stage: talker'],
    })
  })

  await test.step('Ctrl+Z and Ctrl+Shift+Z go back and forth', async () => {
    await page.keyboard.press('Control+z')
    await expect(app.stage('1')).toContainText('talker')
    await app.expectText(text => expect(text).toBe(original))
    await page.keyboard.press('Control+Shift+Z')
    await expect(app.stage('1')).toContainText('speaker')
    await page.keyboard.press('Control+z')
    await expect(app.stage('1')).toContainText('talker')
  })

  await test.step('F2 renames, Escape leaves the name as it was', async () => {
    await app.stage('2').click()
    await page.keyboard.press('F2')
    await app.nameInput('2').fill('nothing')
    await page.keyboard.press('Escape')
    await app.expectText(text => expect(text).toBe(original))
    await page.keyboard.press('F2')
    await app.nameInput('2').fill('vocoder')
    await page.keyboard.press('Enter')
    await expectChange(app, original, {
      added: ['      model_stage: vocoder'],
      removed: ['      model_stage: code2wav'],
    })
    await page.keyboard.press('Control+z')
  })

  await test.step('Ctrl+Z puts a dragged stage back, and the file never knew', async () => {
    const before = await app.stagePlace('1')
    await app.dragStage('1', { x: 40, y: 70 })
    await expect.poll(() => app.stagePlace('1')).not.toEqual(before)
    await expect(app.unsavedMark).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect.poll(() => app.stagePlace('1')).toEqual(before)
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('Delete removes an edge with all that mentions it', async () => {
    await app.clickEdge('1->2')
    await page.keyboard.press('Delete')
    await expect(app.edges).toHaveCount(1)
    await app.expectText(text => expect(lineChanges(original, text).added).toEqual([]))
    await page.keyboard.press('Control+z')
    await expect(app.edges).toHaveCount(2)
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('Ctrl+D, and copy and paste, add a stage at the end', async () => {
    await app.stage('2').click()
    await page.keyboard.press('Control+d')
    await expect(app.stages).toHaveCount(4)
    await expect(app.selectedStages).toHaveAttribute('data-id', '3')
    await app.expectText(text => expect(lineChanges(original, text).removed).toEqual([]))
    await page.keyboard.press('Control+z')
    await expect(app.stages).toHaveCount(3)
    await app.stage('2').click()
    await page.keyboard.press('Control+c')
    await page.keyboard.press('Control+v')
    await expect(app.stages).toHaveCount(4)
    await app.expectText(text => {
      const { added, removed } = lineChanges(original, text)
      expect(removed).toEqual([])
      expect(added.join('\n')).toContain('stage_id: 3')
    })
    await page.keyboard.press('Control+z')
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('a box selects what is in it, and Delete removes all of that in one step', async () => {
    await app.command('Zoom to fit')
    await app.boxSelect()
    await expect(app.selectedStages).toHaveCount(3)
    expect(await page.evaluate(() => document.getSelection()?.toString()), 'text of the page').toBe('')
    await expect(app.inspector.region).toContainText('5 selected')
    await page.keyboard.press('Delete')
    await expect(app.stages).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(app.stages).toHaveCount(3)
    await app.expectText(text => expect(text).toBe(original))
  })
})

test('files come in by drop, by template and by path, and nothing unsaved is lost on the way', async ({
  open,
  place,
  write,
  folder,
  page,
}) => {
  const app = await open()
  const dropped = 'stages:\r\n  - stage_id: 0\r\n  - stage_id: 1\r\nedges:\r\n  - {from: 0, to: 1}\r\n'

  await test.step('a dropped file opens', async () => {
    await app.drop({ name: 'dropped.yaml', text: dropped })
    await expect(app.stages).toHaveCount(2)
    await expect(page).toHaveTitle('dropped.yaml – Stagewright')
  })

  await test.step('a template becomes a file by Save as', async () => {
    await app.command('New from a template…')
    await app.template('BAGEL with KV transfer').click()
    await expect(app.stages).toHaveCount(2)
    await expect(page).toHaveTitle(/bagel/)
    await page.keyboard.press('Control+s')
    await app.givePath('Save as', join(folder, 'files', 'mine.yaml'))
    await app.shows(join(folder, 'files', 'mine.yaml'))
  })

  await test.step('what is there already is not replaced without a question', async () => {
    const there = await write('there.yaml', 'stages: []\n')
    await page.keyboard.press('Control+Shift+S')
    await app.givePath('Save as', there)
    await app.dialog('there.yaml is there already').getByRole('button', { name: 'Cancel' }).click()
    expect(await readFile(there, 'utf8')).toBe('stages: []\n')
    await expect(page).toHaveTitle('mine.yaml – Stagewright')
  })

  await test.step('unsaved changes are asked about before another file takes their place', async () => {
    const other = await place('fan_out.yaml')
    await app.stage('1').click()
    await page.keyboard.press('Delete')
    await expect(app.unsavedMark).toBeVisible()
    await page.keyboard.press('Control+o')
    await app.givePath('Open a file', other)
    await app.dialog('Save the changes to mine.yaml?').getByRole('button', { name: 'Cancel' }).click()
    await expect(page).toHaveTitle('● mine.yaml – Stagewright')
    await expect(app.edges).toHaveCount(1)

    await app.command('New from a template…')
    await app.template('Empty').click()
    const mine = await app.text()
    await app
      .dialog('Save the changes to mine.yaml?')
      .getByRole('button', { name: 'Save', exact: true })
      .click()
    await expect(app.stages).toHaveCount(0)
    expect(await readFile(join(folder, 'files', 'mine.yaml'), 'utf8')).toBe(mine)

    await page.keyboard.press('Control+o')
    await app.givePath('Open a file', other)
    await app.shows(other)
  })

  await test.step('a path that leads nowhere, and one outside, are refused with a sentence', async () => {
    await page.keyboard.press('Control+o')
    await app.givePath('Open a file', join(folder, 'files', 'nowhere.yaml'))
    await expect(app.notices.getByRole('alert')).toContainText('nowhere.yaml')
    await app.notices.getByRole('button', { name: 'Dismiss' }).click()
    await page.keyboard.press('Control+o')
    await app.givePath('Open a file', '/etc/hostname')
    await expect(app.notices.getByRole('alert')).toContainText('/etc/hostname')
    await expect(page).toHaveTitle('fan_out.yaml – Stagewright')
  })
})
