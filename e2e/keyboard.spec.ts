import { readFile } from 'node:fs/promises'
import { duplicateIds, type Focus, focusOf, nameless } from './support/accessibility.ts'
import { expect, test } from './support/fixtures.ts'
import { lineChanges } from './support/line-changes.ts'

test('the main job needs no mouse: open, draw, undo, run, save', async ({ open, place, page }) => {
  const path = await place('qwen3_omni_moe.yaml')
  const original = await readFile(path, 'utf8')
  const app = await open()
  const { keyboard } = page

  await test.step('opens a file by its path', async () => {
    await keyboard.press('Control+o')
    await expect(app.dialog('Open a file').getByRole('textbox')).toBeFocused()
    await keyboard.type(path)
    await keyboard.press('Enter')
    await app.shows(path)
    await expect(app.edges).toHaveCount(2)
  })

  await test.step('walks along the graph', async () => {
    await keyboard.press('Alt+g')
    await expect(app.canvas).toBeFocused()
    for (const id of ['0', '1', '2']) {
      await keyboard.press('ArrowRight')
      await expect(app.stage(id)).toHaveClass(/selected/)
      await expect(app.panels.statusBar).toContainText(`Stage ${id}, `)
    }
    await keyboard.press('ArrowLeft')
    await expect(app.stage('1')).toHaveClass(/selected/)
  })

  await test.step('adds a stage and connects it', async () => {
    await keyboard.press('a')
    await expect(app.stages).toHaveCount(4)
    await keyboard.press('Escape')
    await expect(app.canvas).toBeFocused()
    await keyboard.press('Control+k')
    await expect(app.dialog('Command palette').getByRole('combobox')).toBeFocused()
    await keyboard.type('Stage 2')
    await expect(app.chosenOption).toHaveText(/^Stage 2/)
    await keyboard.press('Enter')
    await expect(app.stage('2')).toHaveClass(/selected/)
    await keyboard.press('Alt+g')
    await keyboard.press('c')
    await expect(app.dialog('Connect stage 2 to …').getByRole('combobox')).toBeFocused()
    await keyboard.type('3')
    await expect(app.chosenOption).toHaveText(/^3/)
    await keyboard.press('Enter')
    await expect(app.dialog('Connect stage 2 → 3').getByRole('combobox')).toBeFocused()
    await keyboard.type('connector_of_shared')
    await expect(app.chosenOption).toHaveText(/^connector_of_shared_memory/)
    await keyboard.press('Enter')
    await expect(app.edges).toHaveCount(3)
    await expect(app.edge('2->3')).toHaveClass(/selected/)
    await expect(app.canvas).toBeFocused()
  })

  await test.step('goes from edge to edge and offers another connector', async () => {
    await keyboard.press('Escape')
    await keyboard.press('e')
    await expect(app.selectedEdges).toHaveCount(1)
    await keyboard.press('Enter')
    await expect(app.dialog(/^Connector of the edge/)).toBeVisible()
    await keyboard.press('Escape')
    await expect(app.canvas).toBeFocused()
    await app.expectText(text => expect(lineChanges(original, text).removed).toEqual([]))
  })

  await test.step('takes it back', async () => {
    await keyboard.press('Control+z')
    await expect(app.edges).toHaveCount(2)
    await keyboard.press('Control+z')
    await expect(app.stages).toHaveCount(3)
    await app.expectText(text => expect(text).toBe(original))
  })

  await test.step('goes from a stage into its form and back', async () => {
    await keyboard.press('ArrowRight')
    await keyboard.press('Enter')
    await expect(app.inspector.region.locator(':focus')).toBeVisible()
    await keyboard.press('Alt+g')
    await expect(app.canvas).toBeFocused()
  })

  await test.step('runs the bench', async () => {
    await keyboard.press('Control+Enter')
    await expect(app.bench.status).toContainText('Done', { timeout: 60_000 })
    await expect(app.edge('0->1')).toContainText(/[GM]B\/s/)
  })

  await test.step('writes into the YAML and saves', async () => {
    await keyboard.press('Alt+y')
    await expect(app.editor).toBeFocused()
    await keyboard.press('Control+End')
    await keyboard.type('# by keys\n')
    await keyboard.press('Control+s')
    await expect(async () => expect(await readFile(path, 'utf8')).toBe(`${original}# by keys\n`)).toPass()
  })

  await test.step('reaches every panel, and hides them', async () => {
    for (const [key, panel] of [
      ['Alt+1', 'problems'],
      ['Alt+3', 'resolved'],
      ['Alt+5', 'ports'],
      ['Alt+7', 'bench'],
    ] as const) {
      await keyboard.press(key)
      await expect(app.panel(panel)).toBeVisible()
    }
    await keyboard.press('Control+j')
    await expect(app.panel('bench')).toBeHidden()
  })
})

test('Tab leads through the whole window and out of every part, with the focus in sight', async ({
  open,
  place,
  page,
}) => {
  const app = await open(await place('qwen3_omni_moe.yaml'))
  await app.openPanel('Problems')
  await app.stage('0').click()
  await expect(app.inspector.heading).toBeVisible()
  await app.button('Menu').focus()

  const seen: Focus[] = []
  const regions = () => [...new Set(seen.map(({ region }) => region))]
  while (!regions().includes('status') && seen.length < 150) {
    await page.keyboard.press('Tab')
    const focus = await focusOf(page)
    seen.push(focus)
    // The editor takes Tab for itself; its own way out is Escape first.
    if (focus.inEditor) await page.keyboard.press('Escape')
  }
  expect(regions().filter(region => region !== null)).toEqual([
    'toolbar',
    'canvas',
    'inspector',
    'panel',
    'yaml',
    'status',
  ])
  // The editor shows its cursor instead.
  expect(seen.filter(({ marked, inEditor }) => !marked && !inEditor).map(({ what }) => what)).toEqual([])

  await test.step('F6 jumps from part to part', async () => {
    const visited: (string | null)[] = []
    for (let jump = 0; jump < 6; jump += 1) {
      await page.keyboard.press('F6')
      visited.push((await focusOf(page)).region)
    }
    expect(new Set(visited).size).toBeGreaterThanOrEqual(5)
    await page.keyboard.press('Shift+F6')
    expect((await focusOf(page)).region).toBe(visited.at(-2))
  })
})

test('everything has a name, and no id stands twice', async ({ open, place, page }) => {
  const path = await place('qwen3_omni_moe.yaml')
  const app = await open()
  const expectNamed = async (where: string) => {
    expect(await nameless(page), `without a name: ${where}`).toEqual([])
    expect(await duplicateIds(page), `ids that stand twice: ${where}`).toEqual([])
  }
  await expectNamed('the start')
  await page.keyboard.press('Control+o')
  await expect(app.dialog('Open a file')).toBeVisible()
  await expectNamed('the file dialog')
  await app.givePath('Open a file', path)
  await app.shows(path)

  for (const panel of [
    ...['Problems', 'YAML', 'Resolved', 'Effective', 'Ports', 'Devices'],
    ...['Bench', 'Changes', 'Rules', 'Log doctor', 'This machine'],
  ]) {
    await app.openPanel(panel)
    await expect(page.getByRole('tab', { name: new RegExp(`^${panel}`), selected: true })).toBeVisible()
    await expectNamed(panel)
  }
  await app.stage('1').click()
  await expect(app.inspector.heading).toContainText('Stage')
  await expectNamed('a stage in the inspector')
  await app.clickEdge('0->1')
  await expect(app.inspector.field('Connector')).toBeVisible()
  await expectNamed('an edge in the inspector')

  for (const [command, title] of [
    ['Settings…', 'Settings'],
    ['Launch context', 'Launch context'],
    ['Shortcuts and version', 'Keyboard shortcuts'],
    ['New from a template…', 'New from a template'],
  ] as const) {
    await app.command(command)
    await expect(app.dialog(title)).toBeVisible()
    await expectNamed(command)
    await page.keyboard.press('Escape')
    await expect(app.dialog(title)).toBeHidden()
  }
  await page.keyboard.press('Control+k')
  await expect(app.dialog('Command palette')).toBeVisible()
  await expectNamed('the palette')
  await page.keyboard.press('Escape')
  await expect(app.dialog('Command palette')).toBeHidden()
  await app.button('Menu').click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectNamed('the menu')
})
