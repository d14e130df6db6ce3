import { resolve } from 'node:path'
import { Command } from 'commander'
import { type EqualityRow, type Migration, type MigrationItem, migrate } from '../../core/migrate/index.ts'
import { type PyValue, pyRepr, toPlain } from '../../core/value/index.ts'
import { writeTextFile } from '../host/documents/text-file.ts'
import { type ContextOptions, contextOf } from './input/context.ts'
import { readSource, type Source } from './input/sources.ts'
import { EXIT, print, unusable } from './output.ts'

interface MigrateOptions extends Pick<ContextOptions, 'pipeline' | 'pipelineFile'> {
  readonly output?: string
  readonly force?: true
  readonly json?: true
}

const pathText = (path: MigrationItem['from']): string => (path === null ? '(not written)' : path.join('.'))

const itemText = ({ kind, from, to, message }: MigrationItem): string =>
  `${kind.padEnd(13)} ${pathText(from)}${to === null ? '' : ` -> ${pathText(to)}`}: ${message}`

const shown = (value: PyValue | undefined): string => (value === undefined ? 'nothing' : pyRepr(value))

const rowText = ({ subject, field, before, after, reason }: EqualityRow): string =>
  `  ${subject}, ${field}: ${shown(before)} -> ${shown(after)}${reason === null ? '' : ` (${reason})`}`

/** Rows that are not equal under a heading with their number; nothing when there are none. */
function rowsText(heading: string, rows: readonly EqualityRow[]): readonly string[] {
  return rows.length === 0 ? [] : [`${rows.length} ${heading}`, ...rows.map(rowText)]
}

function reportText({ items, equality, flag, pipeline }: Migration, source: Source, output: string): string {
  const differing = equality.filter(row => !row.equal)
  return [
    ...items.map(itemText),
    '',
    pipeline === null
      ? 'No pipeline is known for this file; name one with --pipeline to have the removed topology compared.'
      : `The removed topology was compared with the pipeline ${pipeline}.`,
    `Both files resolve to ${equality.length} settings, ${equality.length - differing.length} of them equal.`,
    ...rowsText(
      'differ for a reason:',
      differing.filter(row => row.reason !== null),
    ),
    ...rowsText(
      'differ and should not:',
      differing.filter(row => row.reason === null),
    ),
    `Start the runtime with ${flag.after} ${output} instead of ${flag.before} ${source.name}.`,
  ].join('\n')
}

function jsonText(migration: Migration): string {
  const equality = migration.equality.map(row => ({
    ...row,
    before: row.before === undefined ? undefined : toPlain(row.before),
    after: row.after === undefined ? undefined : toPlain(row.after),
  }))
  return JSON.stringify({ ...migration, equality }, null, 2)
}

async function save(output: string, text: string, force: boolean): Promise<void> {
  const path = resolve(output)
  const written = await writeTextFile({ path, text, bom: false, expected: force ? 'any' : null })
  if (written.ok) return
  if (written.error.code === 'exists')
    unusable(`${output} is there already; name another file, or replace it with --force.`)
  unusable(written.error.message)
}

/** Turns a legacy file into a deploy file. */
export const migrateCommand = (): Command =>
  new Command('migrate')
    .description(
      'turn a legacy file (stage_args) into a deploy file (stages), with a report of every setting',
    )
    .argument('<legacy>', 'legacy stage configuration, or - for standard input')
    .option('-o, --output <file>', 'where the deploy file goes; standard output without it')
    .option('-f, --force', 'replace the file that is there')
    .option('--pipeline <key>', 'pipeline whose topology the removed settings are compared with')
    .option('--pipeline-file <file...>', 'YAML files that define pipelines of your own')
    .option('--json', 'print text, report and comparison as JSON on standard output')
    .action(async (word: string, options: MigrateOptions) => {
      const source = await readSource(word)
      const result = migrate(source.text, await contextOf(options, source))
      if (!result.ok) return unusable(`${source.name}: ${result.error.message}`)
      const migration = result.value
      if (options.output !== undefined) await save(options.output, migration.text, options.force === true)
      if (options.json) await print(jsonText(migration))
      else {
        if (options.output === undefined) await print(migration.text)
        console.error(reportText(migration, source, options.output ?? 'the new file'))
      }
      if (!migration.equivalent) process.exitCode = EXIT.errors
    })
