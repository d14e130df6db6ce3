/** Parts of the window in the order in which F6 leads through them, by their `data-region`. */
const REGIONS: readonly string[] = ['toolbar', 'canvas', 'inspector', 'panel', 'yaml', 'status']

const FOCUSABLE =
  '[tabindex="0"], button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), select:not(:disabled), .cm-content'

const regionOf = (name: string): Element | null => document.querySelector(`[data-region="${name}"]`)

/** Puts the focus on the first control of the next (or previous) part that has one. */
export function focusRegion(direction: 1 | -1): void {
  const here = document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region
  const at = REGIONS.indexOf(here ?? '')
  for (let step = 1; step <= REGIONS.length; step += 1) {
    const start = at < 0 && direction === -1 ? 0 : at
    const name = REGIONS[(start + direction * step + 2 * REGIONS.length) % REGIONS.length]
    const target = name === undefined ? null : regionOf(name)?.querySelector<HTMLElement>(FOCUSABLE)
    if (target == null) continue
    target.focus()
    return
  }
}

export const focusInspector = (): void =>
  regionOf('inspector')?.querySelector<HTMLElement>('input, select')?.focus()
