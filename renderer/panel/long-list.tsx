import type { ReactNode } from 'react'

/** Rows of a plain list; a longer one would take longer to draw than anybody reads it. */
export const MOST_ROWS = 200

/**
 * The first rows of a list that may have any length, and a last row that says how many others there are. `count` is for
 * a list of which only the first items were collected.
 */
export function longList<T>(
  items: readonly T[],
  row: (item: T, index: number) => ReactNode,
  tag: 'li' | 'p' | 'span' = 'li',
  count = items.length,
): ReactNode {
  const rest = count - Math.min(items.length, MOST_ROWS)
  const More = tag
  return (
    <>
      {items.slice(0, MOST_ROWS).map(row)}
      {rest > 0 && <More className="sw-muted">and {rest.toLocaleString('en-US')} more</More>}
    </>
  )
}
