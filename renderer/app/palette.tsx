import { Command } from 'cmdk'
import { Dialog as Radix } from 'radix-ui'
import { useMemo, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { stageLabel } from '../panel/index.ts'
import { type Selection, useWorkbench } from '../state/index.ts'
import { Keys, useFocusKept } from '../ui/index.ts'
import { COMMANDS, keysOf, runCommand } from './commands/index.ts'
import './palette.css'
import { type PaletteEntry, type PaletteGroup, rankGroups } from './palette-entries.ts'

/** Every command, and every stage, connector and recent file to go to. */
export function Palette() {
  const openOverlay = useWorkbench(state => state.openOverlay)
  const keepFocus = useFocusKept(true)
  const [words, setWords] = useState('')
  const commands = useCommandGroups()
  const places = usePlaces()
  const recent = useRecentFiles()
  const groups = useMemo(
    () => rankGroups([...commands, places, recent], words),
    [commands, places, recent, words],
  )
  const choose = ({ run }: PaletteEntry) => {
    openOverlay(null)
    // After the focus is back where it was, so that the command finds it there.
    requestAnimationFrame(run)
  }
  return (
    <Radix.Root open onOpenChange={open => !open && openOverlay(null)}>
      <Radix.Portal>
        <Radix.Overlay className="sw-scrim" />
        <Radix.Content className="sw-palette" aria-describedby={undefined} onCloseAutoFocus={keepFocus}>
          <Radix.Title className="sw-hidden">Command palette</Radix.Title>
          <Command label="Commands" loop vimBindings={false} shouldFilter={false}>
            <Command.Input
              className="sw-palette-input"
              placeholder="Type a command, a stage, a file …"
              value={words}
              onValueChange={setWords}
            />
            <Command.List className="sw-palette-list">
              <Command.Empty className="sw-palette-empty">Nothing is called that.</Command.Empty>
              {groups.map(group => (
                <Group key={group.heading} group={group} onChoose={choose} />
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Group(props: { readonly group: PaletteGroup; readonly onChoose: (entry: PaletteEntry) => void }) {
  const { heading, entries } = props.group
  if (entries.length === 0) return null
  return (
    <Command.Group heading={heading} className="sw-palette-group">
      {entries.map(entry => (
        <Command.Item
          key={entry.id}
          value={entry.id}
          className="sw-palette-item"
          onSelect={() => props.onChoose(entry)}
        >
          <span>{entry.label}</span>
          {entry.hint?.kind === 'keys' && <Keys keys={entry.hint.text} />}
          {entry.hint?.kind === 'path' && (
            <span className="sw-palette-path sw-truncate">{entry.hint.text}</span>
          )}
        </Command.Item>
      ))}
    </Command.Group>
  )
}

function useCommandGroups(): readonly PaletteGroup[] {
  // Not read once: an analysis may arrive and a run may end while the palette has the focus.
  const usable = useWorkbench(
    useShallow(state => COMMANDS.filter(command => !command.hidden && command.when?.(state) !== false)),
  )
  return useMemo(() => {
    const headings = [...new Set(usable.map(command => command.group))]
    return headings.map(heading => ({
      heading,
      entries: usable
        .filter(command => command.group === heading)
        .map(({ id, title, keywords = [] }) => {
          const keys = keysOf(id)
          return {
            id: `command ${id}`,
            label: title,
            keywords,
            hint: keys === undefined ? null : { kind: 'keys' as const, text: keys },
            run: () => void runCommand(id),
          }
        }),
    }))
  }, [usable])
}

function usePlaces(): PaletteGroup {
  const analysis = useWorkbench(state => state.lastGood)
  return useMemo(() => {
    const place = (label: string, selection: Selection): PaletteEntry => ({
      id: `place ${label}`,
      label,
      keywords: [],
      hint: null,
      run: () => useWorkbench.getState().goTo(selection),
    })
    const { stages, edges, connectors } = analysis ?? { stages: [], edges: [], connectors: [] }
    const entries: readonly PaletteEntry[] = [
      ...stages.map(stage => place(`Stage ${stageLabel(stage)}`, { kind: 'stage', id: stage.id })),
      ...edges.map(edge => place(`Edge ${edge.from} → ${edge.to}`, { kind: 'edge', id: edge.id })),
      ...connectors.map(({ label }) => place(`Connector ${label}`, { kind: 'connector', label })),
    ]
    return { heading: 'Go to', entries }
  }, [analysis])
}

function useRecentFiles(): PaletteGroup {
  const recent = useWorkbench(state => state.recent)
  const current = useWorkbench(state => state.document?.path ?? null)
  return useMemo(() => {
    const others = recent.filter(({ path, exists }) => exists && path !== current)
    const entries = others.map(({ path, name }) => ({
      id: `open ${path}`,
      label: name,
      keywords: [path],
      hint: { kind: 'path' as const, text: path },
      run: () => void useWorkbench.getState().openPath(path),
    }))
    return { heading: 'Open a recent file', entries }
  }, [recent, current])
}
