import { GripVertical } from 'lucide-react'
import { Button, classNames, Menu } from '../ui/index.ts'
import type { Moved } from './move-stage.ts'
import type { RackCard } from './rack.ts'

export interface ShareChipProps {
  readonly stage: string
  readonly text: string
  readonly title: string
  readonly moved: Moved
  /** The card it is on; null when it is on none. */
  readonly from: RackCard | null
  readonly cards: readonly RackCard[]
  readonly selected: boolean
  readonly onDrag: (moved: Moved | null) => void
  readonly onMove: (moved: Moved, to: RackCard) => void
  readonly onSelect: (stage: string) => void
}

/** A stage on a card: dragged with the pointer; its menu moves it by keyboard and selects it. */
export function ShareChip(props: ShareChipProps) {
  const { moved, from } = props
  const targets = props.cards.filter(card => card !== from)
  const entries = [
    {
      kind: 'item' as const,
      id: 'select',
      label: 'Select in the graph',
      onSelect: () => props.onSelect(props.stage),
    },
    { kind: 'separator' as const, id: 'line' },
    { kind: 'label' as const, id: 'move', label: 'Move to' },
    ...targets.slice(0, MOST_TARGETS).map(card => ({
      kind: 'item' as const,
      id: `${card.host} ${card.physical}`,
      label: `${card.host}, GPU ${card.physical}`,
      onSelect: () => props.onMove(moved, card),
    })),
  ]
  return (
    <Menu entries={entries} opensOn="click">
      <Button
        small
        draggable
        title={props.title}
        className={classNames('sw-rack-chip', props.selected && 'sw-rack-chip-selected')}
        icon={<GripVertical size={12} aria-hidden />}
        onDragStart={event => {
          event.dataTransfer.effectAllowed = 'move'
          event.dataTransfer.setData('text/plain', props.text)
          props.onDrag(moved)
        }}
        onDragEnd={() => props.onDrag(null)}
      >
        <span className="sw-truncate">{props.text}</span>
      </Button>
    </Menu>
  )
}

/** A longer menu is no help; more cards are reached by dragging. */
const MOST_TARGETS = 64
