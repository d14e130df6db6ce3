import { useWorkbench } from '../state/index.ts'
import type { MenuEntry } from '../ui/index.ts'
import { findCommand, keysOf, runCommand } from './commands/index.ts'

/** Menu entries for commands by their ids; `-` is a separator. Those that can't be done now are greyed. */
export function commandEntries(ids: readonly string[]): readonly MenuEntry[] {
  const state = useWorkbench.getState()
  return ids.flatMap((id, index): readonly MenuEntry[] => {
    if (id === '-') return [{ kind: 'separator', id: `separator-${index}` }]
    const command = findCommand(id)
    if (command === undefined) return []
    return [
      {
        kind: 'item',
        id,
        label: command.title,
        keys: keysOf(id),
        ...(command.on === undefined ? {} : { checked: command.on(state) }),
        disabled: command.when?.(state) === false,
        onSelect: () => void runCommand(id),
      },
    ]
  })
}
