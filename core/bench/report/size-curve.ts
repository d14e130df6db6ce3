import { formatBytes, formatNumber } from '../format.ts'
import type { EdgeFigures } from '../types.ts'

const WIDTH = 860
const HEIGHT = 380
const PAD = { left: 64, right: 180, top: 24, bottom: 48 } as const
const COLOURS = ['#3b82f6', '#f97316', '#10b981', '#a855f7', '#ef4444', '#0ea5e9', '#eab308', '#64748b']

/** Rate by payload size of every edge that has more than one size, both axes logarithmic; empty when none has. */
export function sizeCurveSvg(figures: readonly EdgeFigures[]): string {
  const curves = curvesOf(figures)
  if (curves.length === 0) return ''
  const points = curves.flatMap(curve => curve.points)
  const x = scale(
    points.map(point => point.sizeBytes),
    2,
    PAD.left,
    WIDTH - PAD.right,
  )
  const y = scale(
    points.map(point => point.mibPerSecond),
    10,
    HEIGHT - PAD.bottom,
    PAD.top,
  )
  const parts = [
    ...x.ticks.map(size => tickX(x.of(size), formatBytes(size))),
    ...y.ticks.map(rate => tickY(y.of(rate), formatNumber(rate))),
    `<text x="${(PAD.left + WIDTH - PAD.right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">payload size</text>`,
    `<text x="14" y="${PAD.top - 8}">MiB/s (p50)</text>`,
    ...curves.map((curve, index) => curvePath(curve, index, x.of, y.of)),
  ]
  return `<h2>Rate by payload size</h2>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Rate by payload size">${parts.join('')}</svg>`
}

interface Curve {
  readonly edge: string
  readonly points: readonly EdgeFigures[]
}

function curvesOf(figures: readonly EdgeFigures[]): readonly Curve[] {
  const usable = figures.filter(({ sizeBytes, mibPerSecond }) => sizeBytes > 0 && mibPerSecond > 0)
  return [...new Set(usable.map(({ edge }) => edge))]
    .map(edge => ({ edge, points: usable.filter(point => point.edge === edge) }))
    .filter(({ points }) => points.length > 1)
}

interface Scale {
  of(value: number): number
  readonly ticks: readonly number[]
}

function scale(values: readonly number[], base: number, from: number, to: number): Scale {
  const log = (value: number) => Math.log(value) / Math.log(base)
  const low = Math.floor(log(Math.min(...values)) + 1e-9)
  const high = Math.max(low + 1, Math.ceil(log(Math.max(...values)) - 1e-9))
  const step = Math.ceil((high - low) / 10)
  return {
    of: value => from + ((log(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, at) => base ** (low + at * step)),
  }
}

const tickX = (x: number, text: string): string =>
  `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${PAD.top}" y2="${HEIGHT - PAD.bottom}" stroke="#8883"/><text x="${x.toFixed(1)}" y="${HEIGHT - PAD.bottom + 18}" text-anchor="middle">${text}</text>`

const tickY = (y: number, text: string): string =>
  `<line x1="${PAD.left}" x2="${WIDTH - PAD.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#8883"/><text x="${PAD.left - 8}" y="${(y + 4).toFixed(1)}" text-anchor="end">${text}</text>`

function curvePath(
  { edge, points }: Curve,
  index: number,
  x: (size: number) => number,
  y: (rate: number) => number,
): string {
  const colour = COLOURS[index % COLOURS.length]
  const at = points.map(point => `${x(point.sizeBytes).toFixed(1)},${y(point.mibPerSecond).toFixed(1)}`)
  const dots = at.map(
    point => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="3" fill="${colour}"/>`,
  )
  const label = `<text x="${WIDTH - PAD.right + 16}" y="${PAD.top + 14 + index * 18}" style="fill:${colour}">${escapeText(edge)}</text>`
  return `<polyline points="${at.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${label}`
}

const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`)
