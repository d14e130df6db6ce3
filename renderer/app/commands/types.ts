import type { Workbench } from '../../state/index.ts'

export type CommandGroup = 'File' | 'Edit' | 'Graph' | 'View' | 'Bench' | 'Help'

/**
 * Where a command's keys work. `always`: also while typing. `outside-text`: text fields keep the keys for
 * themselves. `canvas`: only while the graph has the focus. `event`: the browser sends an event of its own for the
 * keys (copy, cut, paste), which runs the command; the keys are only shown.
 */
export type KeyScope = 'always' | 'outside-text' | 'canvas' | 'event'

/** One thing that the user can do; palette, shortcuts, menus and tests all come from these. */
export interface AppCommand {
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** What it would do now, beside the title: the step that an undo takes back. */
  readonly detail?: (state: Workbench) => string | null
  /** As `Mod+Shift+S`; `Mod` is Command on a Mac and Control elsewhere. The first is shown. */
  readonly keys?: readonly string[]
  readonly scope?: KeyScope
  /** Other words by which the palette finds it. */
  readonly keywords?: readonly string[]
  /** Left out of the palette: it needs an argument, or is the palette itself. */
  readonly hidden?: boolean
  /** Of a switch: whether it is on now. */
  readonly on?: (state: Workbench) => boolean
  /** When it can be done; always, when absent. */
  readonly when?: (state: Workbench) => boolean
  readonly run: (state: Workbench, argument?: string) => unknown
}
