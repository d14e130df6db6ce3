import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'

/** The panel of the test bench. */
export class BenchPage {
  readonly panel: Locator
  readonly status: Locator
  readonly figures: Locator
  readonly options: Locator

  constructor(private readonly page: Page) {
    this.panel = page.locator('[data-panel="bench"]')
    this.status = this.panel.getByRole('status')
    this.figures = this.panel.getByRole('table', { name: 'Figures per edge and size' })
    this.options = this.panel.getByRole('region', { name: 'Options of the run' })
  }

  get mode(): Locator {
    return this.panel.getByLabel('Mode')
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true })
  }

  /** Sets a number of the options and leaves the field, as the Tab key does. */
  async set(label: string, value: string): Promise<void> {
    const field = this.options.getByLabel(label, { exact: true })
    await field.fill(value)
    await field.blur()
  }

  figure(edge: string): Locator {
    return this.figures.getByRole('row', { name: new RegExp(`^${edge}`) })
  }

  /** What a failing edge says: cause and advice. */
  failure(edge: string): Locator {
    return this.panel.getByRole('alert').filter({ hasText: edge })
  }

  async view(name: string): Promise<void> {
    await this.panel.getByRole('tab', { name, exact: true }).click()
  }

  /** What the browser is given to keep when the last run is exported. */
  async exported(format: string): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.button('Export')
        .click()
        .then(() => this.page.getByRole('menuitem', { name: format, exact: true }).click()),
    ])
    return readFile(await download.path(), 'utf8')
  }
}
