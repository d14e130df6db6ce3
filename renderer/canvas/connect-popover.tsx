import { Command } from 'cmdk'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import type { ConnectorChoice } from '../../core/commands/index.ts'
import { CONNECTORS } from '../../core/connectors/index.ts'
import { DEFAULT_TARGET } from '../../core/targets/index.ts'
import { stageLabel } from '../panel/index.ts'
import { type Point, useWorkbench } from '../state/index.ts'
import '../ui/popover.css'
import { afterAnalysis } from './after-analysis.ts'
import { type ConnectDraft, setCanvasState, useCanvasState } from './canvas-state.ts'
import './connect-popover.css'
import { shortName } from './edge-face.ts'
import { canvas } from './handle.ts'

/** Asks what a new edge is to go through, or which stage it is to lead to. */
export function ConnectPopover() {
  const draft = useCanvasState(state => state.draft)
  const from = useCanvasState(state => state.connectingFrom)
  if (draft !== null) return <ConnectorChoices draft={draft} />
  return from === null ? null : <StageChoices from={from} />
}

interface Option {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly choice: ConnectorChoice
}

function useOptions(): readonly { readonly heading: string; readonly options: readonly Option[] }[] {
  const connectors = useWorkbench(state => state.lastGood?.connectors)
  const target = useWorkbench(state => state.context.target ?? DEFAULT_TARGET)
  const defined = (connectors ?? []).map(({ label, name }) => ({
    id: `label ${label}`,
    label,
    hint: name === null ? '' : shortName(name),
    choice: { label },
  }))
  const classes = CONNECTORS.filter(({ registered }) => registered[target].length > 0).map(
    ({ name, registered, summary }) => ({
      id: `class ${name}`,
      label: registered[target].includes(name) ? name : (registered[target][0] ?? name),
      hint: summary,
      choice: {
        label: labelFor(name, new Set((connectors ?? []).map(({ label }) => label))),
        name: registered[target].includes(name) ? name : (registered[target][0] ?? name),
      },
    }),
  )
  return [
    { heading: 'Defined in this file', options: defined },
    {
      heading: 'None of its own',
      options: [
        {
          id: 'automatic',
          label: 'Automatic',
          hint: 'The runtime fills in shared memory',
          choice: { automatic: true as const },
        },
      ],
    },
    { heading: 'Define a new connector', options: classes },
  ]
}

/** A label made of the class's name, not taken yet: `shared_memory`, `shared_memory_2`. */
function labelFor(name: string, taken: ReadonlySet<string>): string {
  const base = shortName(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
  let label = base
  for (let number = 2; taken.has(label); number += 1) label = `${base}_${number}`
  return label
}

function ConnectorChoices({ draft }: { readonly draft: ConnectDraft }) {
  const groups = useOptions()
  const exists = useWorkbench(
    state => state.lastGood?.edges.some(edge => edge.from === draft.from && edge.to === draft.to) ?? false,
  )
  const choose = (connector: ConnectorChoice) => {
    const { from, to } = draft
    const { dispatch, select } = useWorkbench.getState()
    setCanvasState({ draft: null })
    const done = dispatch({ type: exists ? 'setEdgeConnector' : 'connect', from, to, connector })
    if (!done) return
    select({ kind: 'edge', id: `${from}->${to}` })
    // The layout may have moved both; it is done once the analysis is there.
    afterAnalysis(() => canvas()?.show(from, to))
  }
  return (
    <List
      title={`${exists ? 'Connector of the edge' : 'Connect stage'} ${draft.from} → ${draft.to}`}
      placeholder="Which connector?"
      at={draft.at}
      onClose={() => setCanvasState({ draft: null })}
    >
      {groups.map(({ heading, options }) =>
        options.length === 0 ? null : (
          <Command.Group key={heading} heading={heading} className="sw-palette-group">
            {options.map(({ id, label, hint, choice }) => (
              <Command.Item
                key={id}
                value={`${label} ${id}`}
                className="sw-palette-item sw-connect-item"
                onSelect={() => choose(choice)}
              >
                <span>{label}</span>
                <span className="sw-connect-hint">{hint}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ),
      )}
    </List>
  )
}

function StageChoices({ from }: { readonly from: string }) {
  const stages = useWorkbench(state => state.lastGood?.stages) ?? []
  const at = centreOf(from)
  return (
    <List
      title={`Connect stage ${from} to …`}
      placeholder="Which stage?"
      at={at}
      onClose={() => setCanvasState({ connectingFrom: null })}
    >
      {stages
        .filter(({ id }) => id !== from)
        .map(stage => (
          <Command.Item
            key={stage.id}
            value={`stage ${stageLabel(stage)}`}
            className="sw-palette-item"
            onSelect={() => setCanvasState({ connectingFrom: null, draft: { from, to: stage.id, at } })}
          >
            <span>{stageLabel(stage)}</span>
          </Command.Item>
        ))}
    </List>
  )
}

/** Where a stage's node is in the window; the middle of the window when it is out of view. */
function centreOf(id: string): Point {
  const node = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  const box = node?.getBoundingClientRect()
  return box === undefined
    ? { x: window.innerWidth / 2, y: window.innerHeight / 3 }
    : { x: box.right, y: box.top + box.height / 2 }
}

interface ListProps {
  readonly title: string
  readonly placeholder: string
  readonly at: Point
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A list to choose from by typing, arrows or a click, at a place of the window. */
function List({ title, placeholder, at, onClose, children }: ListProps) {
  return (
    <Popover.Root open onOpenChange={open => !open && onClose()}>
      <Popover.Anchor asChild>
        <span className="sw-connect-anchor" style={{ left: at.x, top: at.y }} />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          className="sw-popover sw-connect"
          aria-label={title}
          side="right"
          align="start"
          collisionPadding={12}
          onCloseAutoFocus={event => {
            event.preventDefault()
            // The choice of the stage is followed by that of the connector, which has the focus by now.
            const { draft, connectingFrom } = useCanvasState.getState()
            if (draft === null && connectingFrom === null) canvas()?.focus()
          }}
        >
          <p className="sw-connect-title">{title}</p>
          <Command label={title} loop vimBindings={false}>
            <Command.Input className="sw-input" placeholder={placeholder} autoFocus />
            <Command.List className="sw-connect-list">
              <Command.Empty className="sw-palette-empty">Nothing is called that.</Command.Empty>
              {children}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
