import { Command } from 'cmdk'
import { Dialog as Radix } from 'radix-ui'
import { useShallow } from 'zustand/react/shallow'
import { stageLabel } from '../panel/index.ts'
import { type Selection, useWorkbench } from '../state/index.ts'
import { Keys, useFocusKept } from '../ui/index.ts'
import { COMMANDS, keysOf, runCommand } from './commands/index.ts'
import './palette.css'

/** Past this a list of places hides the commands; they are found by typing all the same. */
const MAX_PLACES = 200

/** Every command, and every stage, connector and recent file to go to. */
export function Palette() {
  const openOverlay = useWorkbench(state => state.openOverlay)
  const keepFocus = useFocusKept(true)
  const choose = (action: () => void) => {
    openOverlay(null)
    // After the focus is back where it was, so that the command finds it there.
    requestAnimationFrame(action)
  }
  return (
    <Radix.Root open onOpenChange={open => !open && openOverlay(null)}>
      <Radix.Portal>
        <Radix.Overlay className="sw-scrim" />
        <Radix.Content className="sw-palette" aria-describedby={undefined} onCloseAutoFocus={keepFocus}>
          <Radix.Title className="sw-hidden">Command palette</Radix.Title>
          <Command label="Commands" loop vimBindings={false}>
            <Command.Input className="sw-palette-input" placeholder="Type a command, a stage, a file …" />
            <Command.List className="sw-palette-list">
              <Command.Empty className="sw-palette-empty">Nothing is called that.</Command.Empty>
              <CommandGroups choose={choose} />
              <Places choose={choose} />
              <RecentFiles choose={choose} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface GroupProps {
  readonly choose: (action: () => void) => void
}

function CommandGroups({ choose }: GroupProps) {
  // Not read once: an analysis may arrive and a run may end while the palette has the focus.
  const usable = useWorkbench(
    useShallow(state => COMMANDS.filter(command => !command.hidden && command.when?.(state) !== false)),
  )
  const groups = [...new Set(usable.map(command => command.group))]
  return groups.map(group => (
    <Command.Group key={group} heading={group} className="sw-palette-group">
      {usable
        .filter(command => command.group === group)
        .map(({ id, title, keywords }) => {
          const keys = keysOf(id)
          return (
            <Command.Item
              key={id}
              value={`${title} ${id}`}
              keywords={[...(keywords ?? [])]}
              className="sw-palette-item"
              onSelect={() => choose(() => void runCommand(id))}
            >
              <span>{title}</span>
              {keys !== undefined && <Keys keys={keys} />}
            </Command.Item>
          )
        })}
    </Command.Group>
  ))
}

function Places({ choose }: GroupProps) {
  const analysis = useWorkbench(state => state.lastGood)
  if (analysis === null) return null
  const places: readonly { readonly label: string; readonly selection: Selection }[] = [
    ...analysis.stages.map(stage => ({
      label: `Stage ${stageLabel(stage)}`,
      selection: { kind: 'stage' as const, id: stage.id },
    })),
    ...analysis.edges.map(edge => ({
      label: `Edge ${edge.from} → ${edge.to}`,
      selection: { kind: 'edge' as const, id: edge.id },
    })),
    ...analysis.connectors.map(({ label }) => ({
      label: `Connector ${label}`,
      selection: { kind: 'connector' as const, label },
    })),
  ].slice(0, MAX_PLACES)
  return (
    <Command.Group heading="Go to" className="sw-palette-group">
      {places.map(({ label, selection }) => (
        <Command.Item
          key={label}
          value={label}
          className="sw-palette-item"
          onSelect={() => choose(() => useWorkbench.getState().goTo(selection))}
        >
          <span>{label}</span>
        </Command.Item>
      ))}
    </Command.Group>
  )
}

function RecentFiles({ choose }: GroupProps) {
  const recent = useWorkbench(state => state.recent)
  const current = useWorkbench(state => state.document?.path ?? null)
  const others = recent.filter(({ path, exists }) => exists && path !== current)
  if (others.length === 0) return null
  return (
    <Command.Group heading="Open a recent file" className="sw-palette-group">
      {others.map(({ path, name }) => (
        <Command.Item
          key={path}
          value={`open ${path}`}
          className="sw-palette-item"
          onSelect={() => choose(() => void useWorkbench.getState().openPath(path))}
        >
          <span>{name}</span>
          <span className="sw-palette-path sw-truncate">{path}</span>
        </Command.Item>
      ))}
    </Command.Group>
  )
}
