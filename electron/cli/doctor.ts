import { Command } from 'commander'
import { analyze } from '../../core/analyze.ts'
import { formatBytes, formatMibPerSecond, formatMillis } from '../../core/bench/format.ts'
import type { EdgeRef } from '../../core/contract/finding.ts'
import {
  type LogEdgeFigures,
  type LogEntry,
  type LogKind,
  type LogReport,
  readLog,
} from '../../core/logs/index.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readLogText } from './input/log.ts'
import { readSource } from './input/sources.ts'
import { EXIT, print, unusable, wantsColour } from './output.ts'
import { paint, type Tone } from './paint.ts'
import { type TextColumn, textTable } from './table.ts'

const TONES: Readonly<Record<LogKind, Tone>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
  transfer: 'green',
}

const WORDS: Readonly<Record<LogKind, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  transfer: 'transfer',
}

/** More of a line tells nothing more. */
const SHOWN = 200

const edgeText = ({ from, to }: EdgeRef): string => `${from}->${to}`

function places({ edges, stages }: LogEntry): string {
  if (edges.length > 0) return ` ${edges.map(edgeText).join(', ')}`
  return stages.length > 0 ? ` stage ${stages.join(', ')}` : ''
}

function entryText(entry: LogEntry, colour: boolean): string {
  const kind = paint(WORDS[entry.kind], TONES[entry.kind], colour)
  const rule = entry.rule === null ? '' : ` ${paint(entry.rule, 'bold', colour)}`
  return [
    `line ${entry.line}: ${kind}${rule}${places(entry)}: ${entry.meaning}`,
    paint(`  ${entry.text.slice(0, SHOWN)}`, 'grey', colour),
  ].join('\n')
}

const COLUMNS: readonly TextColumn<LogEdgeFigures>[] = [
  { header: 'edge', cell: ({ edge }) => (edge === '' ? 'not told' : edge) },
  { header: 'transfers', cell: ({ count }) => String(count), align: 'end' },
  { header: 'bytes', cell: ({ bytes }) => formatBytes(bytes), align: 'end' },
  {
    header: 'median time',
    cell: ({ medianMillis }) => (medianMillis === null ? '-' : formatMillis(medianMillis)),
    align: 'end',
  },
  {
    header: 'median rate',
    cell: ({ medianMib }) => (medianMib === null ? '-' : formatMibPerSecond(medianMib)),
    align: 'end',
  },
  { header: 'failures', cell: ({ failures }) => String(failures), align: 'end' },
]

function reportText(report: LogReport, colour: boolean): string {
  const { cut, edges, entries, lines, omitted } = report
  const counted = `${lines} ${lines === 1 ? 'line' : 'lines'}`
  if (entries.length === 0) return `${counted}, and none speaks of connectors, ports, KV transfers or memory.`
  return [
    ...entries.map(entry => entryText(entry, colour)),
    ...(omitted > 0 ? [`${omitted} further lines were recognised and are left out.`] : []),
    ...(cut ? ['The log is longer than 64 MiB; the rest was not read.'] : []),
    ...(edges.length > 0 ? ['', textTable(COLUMNS, edges)] : []),
    '',
    `${entries.length + omitted} of ${counted} matter.`,
  ].join('\n')
}

/** Explains a log of the runtime with the file that it ran; exit 1 when the log tells of an error. */
export const doctorCommand = (): Command =>
  withContextOptions(new Command('doctor'))
    .description(
      'explain a log of the runtime: lines about connectors, their edges and rules, and the figures',
    )
    .argument('<file>', 'stage configuration that the runtime was started with')
    .argument('<log>', 'its log, or - for standard input')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, log: string, options: ContextOptions & { readonly json?: true }) => {
      if (file === '-' && log === '-') unusable('Only one of the two can come from standard input.')
      const source = await readSource(file)
      const analysis = analyze(source.text, await contextOf(options, source))
      const report = readLog(await readLogText(log), analysis)
      await print(options.json ? JSON.stringify(report, null, 2) : reportText(report, wantsColour()))
      if (report.entries.some(entry => entry.kind === 'error')) process.exitCode = EXIT.errors
    })
