import { Command } from 'commander'
import { analyze } from '../../core/analyze.ts'
import type { EffectiveConfig, EffectiveField, ValueSource } from '../../core/contract/effective.ts'
import { lineColumn } from '../../core/document/index.ts'
import { sourceWords } from '../../core/effective/index.ts'
import { toPlain } from '../../core/value/index.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readSource } from './input/sources.ts'
import { EXIT, print, unusable } from './output.ts'
import { type TextColumn, textTable } from './table.ts'

interface EffectiveOptions extends ContextOptions {
  readonly stage?: string
  readonly defaults?: true
  readonly json?: true
}

/** A field of one stage; `stage` null = the top level. */
interface Row {
  readonly stage: string | null
  readonly field: EffectiveField
}

const sourceText = (source: ValueSource, text: string): string => {
  const words = sourceWords(source)
  return source.range === null ? words : `${words}:${lineColumn(text, source.range.start).line}`
}

/** The layers below the one that counts, the strongest first; defaults hide nobody's work. */
const hiddenText = ({ hidden }: EffectiveField, text: string): string =>
  hidden
    .filter(({ source }) => source.provenance !== 'default')
    .map(({ value, source }) => `${JSON.stringify(toPlain(value))} of ${sourceText(source, text)}`)
    .join(', ')

const columnsFor = (text: string): readonly TextColumn<Row>[] => [
  { header: 'stage', cell: ({ stage }) => stage ?? '-' },
  { header: 'field', cell: ({ field }) => field.key },
  { header: 'from', cell: ({ field }) => sourceText(field.source, text) },
  { header: 'value', cell: ({ field }) => JSON.stringify(toPlain(field.value)) },
  { header: 'hides', cell: ({ field }) => hiddenText(field, text) },
]

function rowsOf(
  { topLevel, stages }: EffectiveConfig,
  { stage, defaults }: EffectiveOptions,
): readonly Row[] {
  const ids = stages.map(({ id }) => id)
  if (stage !== undefined && !ids.includes(stage))
    unusable(`There is no stage ${stage}; the file has ${ids.length === 0 ? 'none' : ids.join(', ')}.`)
  const rows: readonly Row[] = [
    ...(stage === undefined ? topLevel.map(field => ({ stage: null, field })) : []),
    ...stages
      .filter(({ id }) => stage === undefined || id === stage)
      .flatMap(({ id, fields }) => fields.map(field => ({ stage: id, field }))),
  ]
  return rows.filter(({ field }) => defaults === true || field.source.provenance !== 'default')
}

/** A layer for programs: which it is, the file where it is another one, the path in it, and the line in this text. */
const sourceData = ({ provenance, file, path, range }: ValueSource, text: string) => ({
  provenance,
  file,
  path,
  line: range === null ? null : lineColumn(text, range.start).line,
})

const rowData = ({ stage, field }: Row, text: string) => ({
  stage,
  field: field.key,
  value: toPlain(field.value),
  source: sourceData(field.source, text),
  hidden: field.hidden.map(({ value, source }) => ({
    value: toPlain(value),
    source: sourceData(source, text),
  })),
})

/** Prints every field after all layers, and which of them gave it. */
export const effectiveCommand = (): Command =>
  withContextOptions(new Command('effective'))
    .description('print the effective configuration: every field after all layers, and which of them gave it')
    .argument('<file>', 'stage configuration, or - for standard input')
    .option('-s, --stage <id>', 'only this stage')
    .option('--defaults', "the runtime's defaults too")
    .option('--json', 'print it as JSON')
    .action(async (file: string, options: EffectiveOptions) => {
      const source = await readSource(file)
      const { document, effective, target, pipelineKey, pipelineUnknown } = analyze(
        source.text,
        await contextOf(options, source),
      )
      const rows = rowsOf(effective, options)
      const broken = effective.chain.filter(({ problem }) => problem !== null)
      if (options.json)
        await print(
          JSON.stringify(
            {
              target,
              pipeline: pipelineKey,
              unknown: pipelineUnknown,
              chain: effective.chain.map(({ file: base, found, problem }) => ({
                file: base,
                found,
                problem,
              })),
              fields: rows.map(row => rowData(row, source.text)),
            },
            null,
            2,
          ),
        )
      else
        await print(
          [
            `Target ${target}, pipeline ${pipelineKey ?? 'not known'}`,
            ...(pipelineUnknown === null ? [] : [pipelineUnknown]),
            ...broken.map(({ file: base, problem }) => `${base}: ${problem}`),
            textTable(columnsFor(source.text), rows),
          ].join('\n'),
        )
      if (!document.ok || broken.length > 0) process.exitCode = EXIT.errors
    })
