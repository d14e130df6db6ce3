import { useState } from 'react'
import { formatBytes, formatNumber } from '../../core/bench/format.ts'
import { classNames } from '../ui/index.ts'
import { type Moved, movedStage } from './move-stage.ts'
import type { RackCard, RackShare } from './rack.ts'
import { ShareChip } from './share-chip.tsx'

export interface CardViewProps {
  readonly card: RackCard
  readonly visible: readonly string[] | null
  readonly cards: readonly RackCard[]
  readonly dragged: Moved | null
  readonly selected: string | null
  readonly onDrag: (moved: Moved | null) => void
  readonly onMove: (moved: Moved, to: RackCard) => void
  readonly onSelect: (stage: string) => void
}

/** Above this the sum is close to the card's whole memory. */
const TIGHT = 0.95

/** One GPU: a bar of the stages' shares, their sum, and a place to drop a stage on. */
export function CardView(props: CardViewProps) {
  const { card, visible, dragged } = props
  const [over, setOver] = useState(false)
  const hidden = visible !== null && !visible.includes(card.physical)
  const tone = card.sum > 1 + 1e-9 ? 'error' : card.sum > TIGHT ? 'warning' : null
  return (
    <section
      className={classNames(
        'sw-rack-card',
        tone !== null && `sw-rack-card-${tone}`,
        hidden && 'sw-rack-card-hidden',
        over && 'sw-rack-card-over',
      )}
      aria-label={`GPU ${card.physical} of ${card.host}, ${percent(card.sum)} taken`}
      onDragOver={event => {
        if (dragged === null || hidden) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        if (dragged !== null) props.onMove(dragged, card)
        props.onDrag(null)
      }}
    >
      <header>
        <b>GPU {card.physical}</b>
        {hidden && <span className="sw-muted">not visible</span>}
        <span className="sw-rack-sum">{sumWords(card, over ? dragged : null)}</span>
      </header>
      <div className="sw-rack-bar" aria-hidden>
        {card.shares.map(share => (
          <span
            key={shareKey(share)}
            style={{ width: `${((share.share ?? 0) / Math.max(1, card.sum)) * 100}%` }}
            data-assumed={share.assumed}
          />
        ))}
      </div>
      {card.shares.map(share => (
        <ShareChip
          key={shareKey(share)}
          stage={share.stage}
          text={chipText(share)}
          title={chipTitle(share, card)}
          moved={{ kind: 'share', share, from: card }}
          from={card}
          cards={props.cards}
          selected={props.selected === share.stage}
          onDrag={props.onDrag}
          onMove={props.onMove}
          onSelect={props.onSelect}
        />
      ))}
      {card.shares.length === 0 && <span className="sw-muted sw-rack-empty">free</span>}
    </section>
  )
}

const shareKey = (share: RackShare): string => `${share.stage}:${share.replica}:${share.rank}`

const percent = (share: number): string => `${formatNumber(share * 100)} %`

/** The card's sum, and while a stage hovers above it what the sum would become. */
function sumWords(card: RackCard, dragged: Moved | null): string {
  const now = card.sum === 0 ? '' : percent(card.sum)
  const adds = dragged?.kind === 'share' && dragged.from !== card ? dragged.share.share : null
  const here = card.shares.some(share => dragged !== null && share.stage === movedStage(dragged))
  return adds === null || here ? now : `${percent(card.sum)} → ${percent(card.sum + adds)}`
}

const chipText = (share: RackShare): string =>
  [
    share.label,
    share.replica > 0 ? `replica ${share.replica}` : '',
    share.rank > 0 ? `rank ${share.rank}` : '',
    share.share === null ? '' : percent(share.share),
  ]
    .filter(part => part !== '')
    .join(' · ')

function chipTitle({ share, label, yamlId, assumed }: RackShare, { memoryBytes }: RackCard): string {
  const head = `${label}, id ${yamlId} in the file`
  if (share === null) return `${head}: it reserves no share of the memory`
  const memory =
    memoryBytes === null
      ? ''
      : ` = ${formatNumber(share)} × ${formatBytes(memoryBytes)} = ${formatBytes(share * memoryBytes)}`
  const origin = assumed ? ' (not set: the runtime takes 0.9)' : ''
  return `${head}: ${percent(share)}${memory}${origin}`
}
