import type { Locator, Page } from '@playwright/test'

/** The forms at the right: of a stage, an edge, a connector or the file. */
export class InspectorPage {
  readonly region: Locator
  readonly heading: Locator

  constructor(page: Page) {
    this.region = page.getByRole('region', { name: 'Inspector' })
    this.heading = this.region.getByRole('heading', { level: 2 })
  }

  field(title: string): Locator {
    return this.region.getByLabel(title, { exact: true })
  }

  button(name: string | RegExp): Locator {
    return this.region.getByRole('button', { name })
  }

  /** The row that the user was led to. */
  get marked(): Locator {
    return this.region.locator('.sw-form-marked')
  }
}
