import type { Locator, Page } from '@playwright/test'

/** The list of findings and the one in detail. */
export class ProblemsPage {
  readonly panel: Locator
  /** Without the one that names the columns. */
  readonly rows: Locator
  readonly tab: Locator

  constructor(page: Page) {
    this.panel = page.locator('[data-panel="problems"]')
    this.rows = this.panel.getByRole('table', { name: 'Problems' }).locator('tbody').getByRole('row')
    this.tab = page.getByRole('tab', { name: /^Problems/ })
  }

  row(words: string | RegExp): Locator {
    return this.rows.filter({ hasText: words })
  }

  detail(code: string): Locator {
    return this.panel.getByRole('article', { name: `${code} in detail` })
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name })
  }

  get reason(): Locator {
    return this.panel.getByLabel(/^Mute .* here because/)
  }

  get showMuted(): Locator {
    return this.panel.getByLabel(/^Show muted/)
  }
}
