import type { Locator, Page } from '@playwright/test'

/** The other panels of the lower half, and the bar below them. */
export class PanelsPage {
  readonly resolved: Locator
  readonly effective: Locator
  readonly ports: Locator
  readonly devices: Locator
  readonly doctor: Locator
  readonly preflight: Locator
  readonly statusBar: Locator

  constructor(private readonly page: Page) {
    const panel = (id: string) => page.locator(`[data-panel="${id}"]`)
    this.resolved = panel('resolved')
    this.effective = panel('effective')
    this.ports = panel('ports')
    this.devices = panel('devices')
    this.doctor = panel('doctor')
    this.preflight = panel('preflight')
    this.statusBar = page.getByRole('contentinfo')
  }

  /** A setting of a connector as a worker gets it. */
  setting(key: string): Locator {
    return this.resolved
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: key, exact: true }) })
  }

  table(name: string): Locator {
    return this.page.getByRole('table', { name })
  }

  async chooseTarget(id: string): Promise<void> {
    await this.statusBar.getByRole('button', { name: /^Target/ }).click()
    await this.page.getByRole('menuitemcheckbox', { name: new RegExp(`^${id}`) }).click()
  }

  get target(): Locator {
    return this.statusBar.getByRole('button', { name: /^Target/ })
  }
}
