import type { ReactNode } from 'react'
import { useWorkbench } from '../state/index.ts'
import { Button, type ButtonProps, IconButton, Tooltip } from '../ui/index.ts'
import { findCommand, keysOf, runCommand } from './commands/index.ts'

export interface CommandButtonProps {
  readonly command: string
  readonly icon: ReactNode
  /** Shown beside the icon; without it only the icon is shown and the command's title is its name. */
  readonly label?: string
  readonly tone?: ButtonProps['tone']
}

/** A button for a command of the registry: its name, its keys and whether it can be pressed come from there. */
export function CommandButton({ command: id, icon, label, tone = 'quiet' }: CommandButtonProps) {
  const command = findCommand(id)
  const enabled = useWorkbench(state => command !== undefined && command.when?.(state) !== false)
  const detail = useWorkbench(state => command?.detail?.(state) ?? null)
  if (command === undefined) return null
  const name = detail === null ? command.title : `${command.title}: ${detail}`
  const keys = keysOf(id)
  const rest = {
    disabled: !enabled,
    onClick: () => void runCommand(id),
    ...(keys === undefined ? {} : { keys }),
  }
  if (label === undefined) return <IconButton {...rest} label={name} icon={icon} tone={tone} />
  const { keys: shown, ...button } = rest
  return (
    <Tooltip text={name} {...(shown === undefined ? {} : { keys: shown })}>
      <Button {...button} tone={tone} icon={icon} aria-label={name}>
        <span className="sw-toolbar-label">{label}</span>
      </Button>
    </Tooltip>
  )
}
