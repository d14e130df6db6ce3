import type { Positions } from './layout.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

/** A usual size of the canvas in pixels, for which the number of rows is chosen. */
const VIEW = { width: 1060, height: 440 } as const

/** Above this zoom everything can be read, so that nothing is won by rows. */
const READABLE = 0.55

/** Rows are worth the way back to their beginning only when they make everything this much larger. */
const GAIN = 1.5

/** Between two rows; the edges that lead on to the next row run here. */
const BETWEEN_ROWS = 84

interface Layer {
  readonly x: number
  readonly ids: readonly string[]
  readonly top: number
  readonly height: number
}

function layersOf(positions: Positions): readonly Layer[] {
  const columns = new Map<number, string[]>()
  for (const [id, { x }] of Object.entries(positions)) {
    const ids = columns.get(x)
    if (ids === undefined) columns.set(x, [id])
    else ids.push(id)
  }
  return [...columns]
    .sort(([a], [b]) => a - b)
    .map(([x, ids]) => {
      const ys = ids.map(id => positions[id]?.y ?? 0)
      const top = ys.reduce((least, y) => Math.min(least, y))
      const bottom = ys.reduce((most, y) => Math.max(most, y))
      return { x, ids, top, height: bottom - top + NODE_HEIGHT }
    })
}

const inRows = (layers: readonly Layer[], perRow: number): readonly (readonly Layer[])[] =>
  Array.from({ length: Math.ceil(layers.length / perRow) }, (_, row) =>
    layers.slice(row * perRow, (row + 1) * perRow),
  )

/** Lengths of rows that are tried: all that are short, and of the longer ones some that lie close to each other. */
function rowLengths(layers: number): readonly number[] {
  const lengths: number[] = []
  for (let length = 2; length < layers; length += Math.max(1, Math.floor(length / 60))) lengths.push(length)
  return lengths
}

const topOf = (row: readonly Layer[]): number =>
  row.reduce((least, { top }) => Math.min(least, top), Number.POSITIVE_INFINITY)

const heightOf = (row: readonly Layer[]): number =>
  row.reduce((lowest, { top, height }) => Math.max(lowest, top + height), Number.NEGATIVE_INFINITY) -
  topOf(row)

/** The zoom at which the rows fit into the view. */
function zoomOf(rows: readonly (readonly Layer[])[], pitch: number): number {
  const columns = Math.max(...rows.map(row => row.length))
  const width = (columns - 1) * pitch + NODE_WIDTH
  const height = rows.reduce((sum, row) => sum + heightOf(row), (rows.length - 1) * BETWEEN_ROWS)
  return Math.min(VIEW.width / width, VIEW.height / height)
}

/**
 * Breaks a long chain of layers into rows, as text is broken into lines, where it could not be read in one: a dozen
 * stages one behind the other are a line of dots else. Gives the same positions where that wins nothing.
 */
export function foldLayers(positions: Positions): Positions {
  const layers = layersOf(positions)
  const pitch = layers.slice(1).reduce((most, { x }, index) => Math.max(most, x - (layers[index]?.x ?? x)), 0)
  const flat = zoomOf([layers], pitch)
  if (layers.length < 3 || flat >= READABLE) return positions
  const choices = rowLengths(layers.length).map(perRow => {
    const rows = inRows(layers, perRow)
    return { rows, zoom: zoomOf(rows, pitch) }
  })
  const { rows: best } = choices.reduce((a, b) => (b.zoom > a.zoom ? b : a))
  if (zoomOf(best, pitch) < flat * GAIN) return positions
  const folded: Record<string, { x: number; y: number }> = {}
  let y = 0
  for (const row of best) {
    const down = y - topOf(row)
    for (const [column, { ids }] of row.entries())
      for (const id of ids)
        Object.defineProperty(folded, id, {
          value: { x: column * pitch, y: (positions[id]?.y ?? 0) + down },
          enumerable: true,
          configurable: true,
          writable: true,
        })
    y += heightOf(row) + BETWEEN_ROWS
  }
  return folded
}
