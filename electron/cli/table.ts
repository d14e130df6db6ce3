export interface TextColumn<R> {
  readonly header: string
  readonly cell: (row: R) => string
  readonly align?: 'end'
}

/** Rows in columns as wide as their widest cell, two blanks apart, without trailing blanks. */
export function textTable<R>(columns: readonly TextColumn<R>[], rows: readonly R[]): string {
  const cells = [
    columns.map(({ header }) => header),
    ...rows.map(row => columns.map(({ cell }) => cell(row))),
  ]
  const widths = columns.map((_, at) => Math.max(...cells.map(line => line[at]?.length ?? 0)))
  return cells
    .map(line =>
      line
        .map((text, at) => {
          const width = widths[at] ?? 0
          return columns[at]?.align === 'end' ? text.padStart(width) : text.padEnd(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
