import { Server } from 'lucide-react'
import { useState } from 'react'
import type { StageView } from '../../core/contract/analysis.ts'
import { Alert, Gap, longList, Panel, PanelBody } from '../panel/index.ts'
import { Badge, Button, EmptyState, Tabs } from '../ui/index.ts'
import { CardView } from './card-view.tsx'
import { DeviceTable } from './device-table.tsx'
import './devices.css'
import type { Moved } from './move-stage.ts'
import { type Rack, type RackCard, rackLabel } from './rack.ts'
import { ShareChip } from './share-chip.tsx'

export interface DevicesViewProps {
  readonly rack: Rack
  readonly hasInventory: boolean
  readonly inventoryProblems: readonly string[]
  readonly selected: string | null
  readonly onMove: (moved: Moved, to: RackCard) => void
  readonly onSelect: (stage: string) => void
  readonly onHosts: () => void
}

type DevicesTab = 'rack' | 'table'

/** Hosts and their GPUs with each stage's share; stages are dragged from card to card or moved by their menu. */
export function DevicesView(props: DevicesViewProps) {
  const { rack } = props
  const [tab, setTab] = useState<DevicesTab>('rack')
  const [dragged, setDragged] = useState<Moved | null>(null)
  if (rack.rows.length === 0 && rack.unplaced.length === 0)
    return (
      <EmptyState icon={<Server size={22} />} title="No stages">
        The file has no stage yet that could take a device.
      </EmptyState>
    )
  const cards = rack.hosts.flatMap(host => host.cards)
  const shared = { cards, dragged, onDrag: setDragged, ...props }
  return (
    <Panel
      bar={
        <>
          <Tabs
            label="Views of the devices"
            value={tab}
            items={[
              { value: 'rack', label: 'Rack' },
              { value: 'table', label: 'YAML id → physical' },
            ]}
            onChange={setTab}
          />
          <Gap />
          <Button small icon={<Server size={13} />} onClick={props.onHosts}>
            {props.hasInventory ? 'Edit hosts …' : 'Add hosts …'}
          </Button>
        </>
      }
    >
      {props.inventoryProblems.map(message => (
        <Alert key={message} tone="error">
          The host inventory can’t be used: {message}
        </Alert>
      ))}
      {rack.problems.map(({ stage, message }) => (
        <Alert key={stage} tone="error">
          {message}
        </Alert>
      ))}
      <PanelBody pad>
        {tab === 'table' ? (
          <DeviceTable rows={rack.rows} onSelect={props.onSelect} />
        ) : (
          <>
            {rack.unplaced.length > 0 && <Unplaced stages={rack.unplaced} {...shared} />}
            {rack.hosts.map(host => (
              <section key={host.name} className="sw-rack-host" aria-label={host.name}>
                <h3>
                  <Server size={14} aria-hidden /> {host.name}
                  {host.addresses.length > 0 && (
                    <span className="sw-muted"> {host.addresses.join(', ')}</span>
                  )}
                  {host.visible !== null && <Badge>CUDA_VISIBLE_DEVICES={host.visible.join(',')}</Badge>}
                </h3>
                <div className="sw-rack-cards">
                  {host.cards.map(card => (
                    <CardView key={card.physical} card={card} visible={host.visible} {...shared} />
                  ))}
                </div>
              </section>
            ))}
          </>
        )}
      </PanelBody>
    </Panel>
  )
}

interface UnplacedProps extends DevicesViewProps {
  readonly stages: readonly StageView[]
  readonly cards: readonly RackCard[]
  readonly onDrag: (moved: Moved | null) => void
}

function Unplaced({ stages, cards, selected, onDrag, onMove, onSelect }: UnplacedProps) {
  return (
    <section className="sw-rack-host" aria-label="Stages without devices">
      <h3>
        No devices set <span className="sw-muted">they take what the launcher gives</span>
      </h3>
      <div className="sw-rack-loose">
        {longList(
          stages,
          stage => (
            <ShareChip
              key={stage.id}
              stage={stage.id}
              text={rackLabel(stage)}
              title={`${rackLabel(stage)} has no devices`}
              moved={{ kind: 'stage', stage: stage.id }}
              from={null}
              cards={cards}
              selected={selected === stage.id}
              onDrag={onDrag}
              onMove={onMove}
              onSelect={onSelect}
            />
          ),
          'span',
        )}
      </div>
    </section>
  )
}
