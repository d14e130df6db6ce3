import type { KvTransfer } from '../../core/contract/effective.ts'

const ROW = 22
const WIDTH = 190
const MOST_RANKS = 32

/** Which rank of the sender feeds which rank of the receiver. */
export function RankMap({ transfer }: { readonly transfer: KvTransfer }) {
  const { from, to, fromTp, toTp, pairs } = transfer
  if (pairs.length === 0) return null
  if (fromTp > MOST_RANKS || toTp > MOST_RANKS)
    return <p className="sw-muted">{pairs.length} pairs of ranks; too many to draw.</p>
  const rows = Math.max(fromTp, toTp)
  const y = (rank: number, count: number) => ROW * ((rank + 0.5) * (rows / count))
  return (
    <svg
      className="sw-rank-map"
      width={WIDTH}
      height={rows * ROW}
      role="img"
      aria-label={pairs
        .map(pair => `rank ${pair.fromRank} of ${from} to rank ${pair.toRank} of ${to}`)
        .join(', ')}
    >
      {pairs.map(pair => (
        <line
          key={`${pair.fromRank}-${pair.toRank}-${pair.key}`}
          x1={44}
          x2={WIDTH - 44}
          y1={y(pair.fromRank, fromTp)}
          y2={y(pair.toRank, toTp)}
        />
      ))}
      {ranks(fromTp).map(rank => (
        <text key={`from ${rank}`} x={38} y={y(rank, fromTp) + 4} textAnchor="end">
          {from}/{rank}
        </text>
      ))}
      {ranks(toTp).map(rank => (
        <text key={`to ${rank}`} x={WIDTH - 38} y={y(rank, toTp) + 4}>
          {to}/{rank}
        </text>
      ))}
    </svg>
  )
}

const ranks = (count: number): readonly number[] => Array.from({ length: count }, (_, rank) => rank)
