import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { BenchPage } from './bench-page.ts'
import type { RunningApp } from './browser-app.ts'
import { DevicesPage } from './devices-page.ts'
import { editorText } from './editor-text.ts'
import { InspectorPage } from './inspector-page.ts'
import { PanelsPage } from './panels-page.ts'
import { ProblemsPage } from './problems-page.ts'

/** The window as a test sees it: this and the page modules beside it hold every selector of the specs. */
export class WorkbenchPage {
  readonly stages: Locator
  readonly edges: Locator
  readonly canvas: Locator
  readonly editor: Locator
  readonly notices: Locator
  readonly unsavedMark: Locator
  readonly inspector: InspectorPage
  readonly problems: ProblemsPage
  readonly bench: BenchPage
  readonly panels: PanelsPage
  readonly devices: DevicesPage

  constructor(
    readonly page: Page,
    /** The program behind the window, where it is one of the test's own. */
    readonly app: RunningApp | null = null,
  ) {
    this.stages = page.locator('.react-flow__node')
    this.edges = page.locator('.react-flow__edge')
    this.canvas = page.getByRole('application', { name: 'Graph of stages' })
    this.editor = page.locator('.cm-content')
    this.notices = page.getByRole('region', { name: 'Notifications' })
    this.unsavedMark = page.getByTitle('Unsaved changes')
    this.inspector = new InspectorPage(page)
    this.problems = new ProblemsPage(page)
    this.bench = new BenchPage(page)
    this.panels = new PanelsPage(page)
    this.devices = new DevicesPage(page)
  }

  loaded(): Promise<void> {
    return this.page.waitForSelector('[data-app-state="loaded"]').then(() => undefined)
  }

  stage(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`)
  }

  /** Where a stage stands in the graph, whatever the zoom. */
  stagePlace(id: string): Promise<string> {
    return this.stage(id).evaluate(node => node.style.transform)
  }

  /** Drags a stage by its head. */
  async dragStage(id: string, by: { readonly x: number; readonly y: number }): Promise<void> {
    const box = await this.stage(id).boundingBox()
    if (box === null) throw new Error(`Stage ${id} is not drawn.`)
    const from = { x: box.x + box.width / 2, y: box.y + 10 }
    await this.page.mouse.move(from.x, from.y)
    await this.page.mouse.down()
    await this.page.mouse.move(from.x + by.x, from.y + by.y, { steps: 6 })
    await this.page.mouse.up()
  }

  edge(id: string): Locator {
    return this.page.locator(`.react-flow__edge[data-id="${id}"]`)
  }

  get selectedStages(): Locator {
    return this.page.locator('.react-flow__node.selected')
  }

  get selectedEdges(): Locator {
    return this.page.locator('.react-flow__edge.selected')
  }

  /** Underlined words of the YAML. */
  get lintMarks(): Locator {
    return this.editor.locator('.cm-lintRange')
  }

  /** What the YAML says of the words under the pointer. */
  get hoverText(): Locator {
    return this.page.locator('.cm-tooltip-hover')
  }

  /** The line of the YAML that the cursor is in. */
  get activeLine(): Locator {
    return this.editor.locator('.cm-activeLine')
  }

  findingBadge(stage: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`problems? of stage ${stage}$`) })
  }

  nameInput(stage: string): Locator {
    return this.page.getByRole('textbox', { name: `Name of stage ${stage}` })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  dialog(name?: string | RegExp): Locator {
    return this.page.getByRole('dialog', name === undefined ? {} : { name })
  }

  /** A card of the templates, in the dialog or on the start screen. */
  template(title: string): Locator {
    return this.page
      .getByRole('list', { name: 'Templates' })
      .getByRole('button')
      .filter({ has: this.page.getByText(title, { exact: true }) })
  }

  /** A choice of the palette or of a list over the graph. */
  option(name: string | RegExp): Locator {
    return this.page.getByRole('option', { name })
  }

  /** The choice of an open list that Enter takes. */
  get chosenOption(): Locator {
    return this.dialog().getByRole('option', { selected: true })
  }

  panel(id: string): Locator {
    return this.page.locator(`[data-panel="${id}"]`)
  }

  async openPanel(title: string): Promise<void> {
    await this.page
      .getByRole('tablist', { name: 'Panels' })
      .getByRole('tab', { name: new RegExp(`^${title}`) })
      .click()
  }

  /** Runs a command by its title, as the palette offers it. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await this.dialog('Command palette').getByRole('combobox').fill(title)
    await this.option(title).first().click()
  }

  async undo(): Promise<void> {
    await this.button(/^Undo/).click()
  }

  /** The whole text in the YAML panel; the editor itself has only the visible lines in the page. */
  text(): Promise<string> {
    return editorText(this.editor)
  }

  async expectText(check: (text: string) => void): Promise<void> {
    await expect(async () => check(await this.text())).toPass({
      timeout: 10_000,
      intervals: [20, 50, 100, 200, 400],
    })
  }

  /** Waits until the window shows this file, as it is on disk. */
  async shows(path: string): Promise<void> {
    await expect(this.page).toHaveTitle(`${basename(path)} – Stagewright`)
    const onDisk = await readFile(path, 'utf8')
    await this.expectText(text => expect(text).toBe(onDisk))
  }

  /** The window takes keys and draws: its palette opens and closes. */
  async answers(): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await expect(this.dialog('Command palette').getByRole('combobox')).toBeFocused()
    await this.page.keyboard.press('Escape')
    await expect(this.dialog('Command palette')).toBeHidden()
  }

  /** Types at the end of the YAML. */
  async typeAtEnd(text: string): Promise<void> {
    await this.editor.click()
    await this.page.keyboard.press('Control+End')
    await this.page.keyboard.type(text)
  }

  /** Drags from a stage's outlet to another's inlet; hovering waits until the graph stands still. */
  async drawEdge(from: string, to: string): Promise<void> {
    await this.stage(from).locator('.react-flow__handle-right').hover()
    await this.page.mouse.down()
    await this.stage(to).locator('.react-flow__handle-left').hover()
    await this.page.mouse.up()
  }

  /** Clicks the middle of an edge's line, once the graph stands still. */
  async clickEdge(id: string): Promise<void> {
    const middle = () =>
      this.edge(id)
        .locator('path.react-flow__edge-path')
        .evaluate((path: SVGPathElement) => {
          const { x, y } = path.getPointAtLength(path.getTotalLength() / 2)
          const point = new DOMPoint(x, y).matrixTransform(path.getScreenCTM() ?? undefined)
          return { x: Math.round(point.x), y: Math.round(point.y) }
        })
    let at = await middle()
    await expect(async () => {
      const before = at
      at = await middle()
      expect(at).toEqual(before)
    }).toPass({ intervals: [100] })
    await this.page.mouse.click(at.x, at.y)
  }

  /** Where the graph is looked at from, as the canvas writes it. */
  viewport(): Promise<string | null> {
    return this.page.locator('.react-flow__viewport').getAttribute('style')
  }

  /** Drags the graph by its empty ground. */
  async panBy(x: number, y: number): Promise<void> {
    const box = await this.canvas.boundingBox()
    if (box === null) throw new Error('no graph')
    const from = { x: box.x + box.width / 2, y: box.y + 6 }
    await this.page.mouse.move(from.x, from.y)
    await this.page.mouse.down()
    await this.page.mouse.move(from.x + x, from.y + y, { steps: 8 })
    await this.page.mouse.up()
  }

  /** Drags a box around all stages, with Shift as the selection's key. */
  async boxSelect(): Promise<void> {
    const boxes = await Promise.all((await this.stages.all()).map(stage => stage.boundingBox()))
    const known = boxes.filter(box => box !== null)
    const left = Math.min(...known.map(({ x }) => x)) - 8
    const top = Math.min(...known.map(({ y }) => y)) - 8
    const right = Math.max(...known.map(({ x, width }) => x + width)) + 8
    const bottom = Math.max(...known.map(({ y, height }) => y + height)) + 8
    await this.page.keyboard.down('Shift')
    await this.page.mouse.move(left, top)
    await this.page.mouse.down()
    await this.page.mouse.move((left + right) / 2, (top + bottom) / 2)
    await this.page.mouse.move(right, bottom)
    await this.page.mouse.up()
    await this.page.keyboard.up('Shift')
  }

  /** Drops files on the window, as a file manager does. */
  async drop(...files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
    const data = await this.page.evaluateHandle(dropped => {
      const transfer = new DataTransfer()
      for (const { name, text } of dropped) transfer.items.add(new File([text], name))
      return transfer
    }, files)
    const target = this.page.locator('body')
    await target.dispatchEvent('dragover', { dataTransfer: data })
    await target.dispatchEvent('drop', { dataTransfer: data })
  }

  /** What the browser is given to keep when the button is pressed. */
  async downloaded(button: Locator): Promise<string> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()])
    return readFile(await download.path(), 'utf8')
  }

  /** Answers the window's own file dialog. */
  async givePath(title: 'Open a file' | 'Save as', path: string): Promise<void> {
    const dialog = this.dialog(title)
    await dialog.getByLabel('Path on the machine where Stagewright runs').fill(path)
    await dialog.getByRole('button', { name: title === 'Save as' ? 'Save' : 'Open', exact: true }).click()
  }

  /** Puts the cursor behind the first occurrence of `text` in the editor. */
  async clickBehind(text: string): Promise<void> {
    // Only the lines in view are in the page, and a change of the graph has led the view elsewhere.
    await this.editor.click()
    await this.page.keyboard.press('Control+Home')
    await this.editor.getByText(text).first().click()
    await this.page.keyboard.press('End')
  }
}
