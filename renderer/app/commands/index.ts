import type { HostBridge } from '../../../core/contract/host.ts'
import { setCommandRunner, useWorkbench, type Workbench } from '../../state/index.ts'
import { BENCH_COMMANDS, HELP_COMMANDS } from './bench-commands.ts'
import { EDIT_COMMANDS } from './edit-commands.ts'
import { FILE_COMMANDS } from './file-commands.ts'
import { GRAPH_COMMANDS } from './graph-commands.ts'
import { showKeys } from './shortcuts.ts'
import type { AppCommand } from './types.ts'
import { VIEW_COMMANDS } from './view-commands.ts'

export type { AppCommand, CommandGroup, KeyScope } from './types.ts'

/** Everything that the user can do, in the order of the palette. */
export const COMMANDS: readonly AppCommand[] = [
  ...FILE_COMMANDS,
  ...EDIT_COMMANDS,
  ...GRAPH_COMMANDS,
  ...VIEW_COMMANDS,
  ...BENCH_COMMANDS,
  ...HELP_COMMANDS,
]

const BY_ID: ReadonlyMap<string, AppCommand> = new Map(COMMANDS.map(command => [command.id, command]))

export const findCommand = (id: string): AppCommand | undefined => BY_ID.get(id)

/** Browsers keep these for themselves and tell no page of them. */
const RESERVED_BY_BROWSERS: ReadonlySet<string> = new Set(['Mod+N'])

/** The keys that reach a command in this shell, as the user reads them. */
export function allKeysOf({ keys = [] }: AppCommand): readonly string[] {
  const inBrowser = globalThis.window?.stagewright === undefined
  return keys.filter(one => !inBrowser || !RESERVED_BY_BROWSERS.has(one)).map(showKeys)
}

/** The first of a command's keys, as the user reads them. */
export function keysOf(id: string): string | undefined {
  const command = findCommand(id)
  return command === undefined ? undefined : allKeysOf(command)[0]
}

/** Runs a command if it can be done now; true when it ran. A failure inside becomes a notice. */
export function runCommand(id: string, argument?: string): boolean {
  const command = findCommand(id)
  const state = useWorkbench.getState()
  if (command === undefined) {
    state.notify(`This version of the window has no command “${id}”.`, { tone: 'error' })
    return false
  }
  if (command.when?.(state) === false) return false
  void attempt(command, state, argument)
  return true
}

async function attempt(command: AppCommand, state: Workbench, argument?: string): Promise<void> {
  try {
    await command.run(state, argument)
  } catch (error) {
    state.notify(`${command.title}: ${error instanceof Error ? error.message : String(error)}`, {
      tone: 'error',
    })
  }
}

/** Lets the store, the menu and a second start run commands. */
export function installCommands(host: HostBridge): () => void {
  setCommandRunner(runCommand)
  return host.on('app.command', ({ command, argument }) => void runCommand(command, argument))
}
