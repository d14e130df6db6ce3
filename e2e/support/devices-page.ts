import type { Locator, Page } from '@playwright/test'

/** The rack of hosts and GPUs. */
export class DevicesPage {
  readonly panel: Locator

  constructor(private readonly page: Page) {
    this.panel = page.locator('[data-panel="devices"]')
  }

  /** A stage's share of a card, which is what is dragged. */
  chip(words: string | RegExp): Locator {
    return this.panel.getByRole('button', { name: words })
  }

  host(name: string): Locator {
    return this.panel.getByRole('region', { name, exact: true })
  }

  card(host: string, gpu: number): Locator {
    return this.host(host).getByRole('region', { name: new RegExp(`^GPU ${gpu} of `) })
  }

  /** Drags as a hand does: press, many small moves, release. */
  async drag(what: Locator, onto: Locator): Promise<void> {
    await what.scrollIntoViewIfNeeded()
    const [from, to] = [await what.boundingBox(), await onto.boundingBox()]
    if (from === null || to === null) throw new Error('nothing to drag, or nowhere to drag it')
    const { mouse } = this.page
    await mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await mouse.down()
    await mouse.move(from.x + from.width / 2 + 6, from.y + from.height / 2 + 6, { steps: 3 })
    await mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 })
    await mouse.up()
  }
}
