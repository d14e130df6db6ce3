import { expect, type Locator, type Page } from '@playwright/test'

/** The window as a test sees it: every selector of the specs stands here. */
export class WorkbenchPage {
  readonly stages: Locator
  readonly edges: Locator
  readonly canvas: Locator
  readonly editor: Locator
  readonly notices: Locator

  constructor(readonly page: Page) {
    this.stages = page.locator('.react-flow__node')
    this.edges = page.locator('.react-flow__edge')
    this.canvas = page.locator('.sw-canvas')
    this.editor = page.locator('.cm-content')
    this.notices = page.locator('.sw-toast')
  }

  loaded(): Promise<void> {
    return this.page.waitForSelector('[data-app-state="loaded"]').then(() => undefined)
  }

  stage(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`)
  }

  edge(id: string): Locator {
    return this.page.locator(`.react-flow__edge[data-id="${id}"]`)
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  panel(id: string): Locator {
    return this.page.locator(`[data-panel="${id}"]`)
  }

  async openPanel(title: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${title}`) }).click()
  }

  /** Runs a command by its title, as the palette offers it. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await this.page.getByRole('combobox').fill(title)
    await this.page.getByRole('option', { name: title }).first().click()
  }

  /** The whole text in the YAML panel; the editor itself has only the visible lines in the page. */
  text(): Promise<string> {
    return this.page.evaluate(() => {
      const content = document.querySelector('.cm-content')
      // CodeMirror keeps its view on the element that it draws into.
      const { cmTile, cmView } = content as unknown as {
        cmTile?: { view?: { state: { doc: { toString(): string } } } }
        cmView?: { view?: { state: { doc: { toString(): string } } } }
      }
      const view = cmTile?.view ?? cmView?.view
      if (view === undefined) throw new Error('no editor')
      return view.state.doc.toString()
    })
  }

  async expectText(check: (text: string) => void): Promise<void> {
    await expect(async () => check(await this.text())).toPass({ timeout: 10_000 })
  }

  /** Drags from a stage's outlet to another's inlet; hovering waits until the graph stands still. */
  async drawEdge(from: string, to: string): Promise<void> {
    await this.stage(from).locator('.react-flow__handle-right').hover()
    await this.page.mouse.down()
    await this.stage(to).locator('.react-flow__handle-left').hover()
    await this.page.mouse.up()
  }

  /** Puts the cursor behind the first occurrence of `text` in the editor. */
  async clickBehind(text: string): Promise<void> {
    await this.editor.getByText(text).first().click()
    await this.page.keyboard.press('End')
  }
}
