import type { Page } from '@playwright/test'

const NAMED_ROLES = [
  'alertdialog',
  'application',
  'button',
  'checkbox',
  'combobox',
  'dialog',
  'img',
  'link',
  'listbox',
  'menuitem',
  'menuitemcheckbox',
  'option',
  'progressbar',
  'radio',
  'searchbox',
  'slider',
  'spinbutton',
  'switch',
  'tab',
  'tablist',
  'table',
  'tabpanel',
  'textbox',
].join('|')

const NAMELESS = new RegExp(`^- (?:${NAMED_ROLES})(?![^:]*")`)

/** The drawing around an edge; the edge in it has the name. */
const PICTURE_OF_NAMED = '- img:'

/** What the page's accessibility tree has of controls, tables and pictures that a screen reader could not name. */
export async function nameless(page: Page): Promise<readonly string[]> {
  const tree = await page.locator('body').ariaSnapshot()
  return tree
    .split('\n')
    .map(line => line.trim())
    .filter(line => NAMELESS.test(line) && line !== PICTURE_OF_NAMED)
}

/** Ids that more than one element of the page has. */
export const duplicateIds = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(element => element.id)
    return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
  })

export interface Focus {
  /** Tag and text or label, to tell elements apart in a failure. */
  readonly what: string
  /** Part of the window that it is in. */
  readonly region: string | null
  /** A line is drawn around it. */
  readonly marked: boolean
  readonly inEditor: boolean
}

/** Where the keys go now. */
export const focusOf = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body
    const drawn = (pseudo?: string) => {
      const style = getComputedStyle(element, pseudo)
      if (style.display === 'none' || (pseudo !== undefined && style.content === 'none')) return false
      const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0
      const framed = pseudo !== undefined && Number.parseFloat(style.borderTopWidth) > 0
      return outlined || framed || style.boxShadow !== 'none'
    }
    const label = element.getAttribute('aria-label') ?? element.textContent ?? ''
    return {
      what: `${element.tagName.toLowerCase()} ${element.id} ${label.trim().slice(0, 40)}`,
      region: element.closest<HTMLElement>('[data-region]')?.dataset.region ?? null,
      marked: drawn() || drawn('::after') || drawn('::before'),
      inEditor: element.closest('.cm-editor') !== null,
    }
  })
