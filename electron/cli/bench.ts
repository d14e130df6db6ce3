import { readFile } from 'node:fs/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { analyze } from '../../core/analyze.ts'
import { parseReport } from '../../core/bench/compare.ts'
import { type ReportFormat, renderReport } from '../../core/bench/report/render.ts'
import type { BenchReport } from '../../core/bench/types.ts'
import { writeAtomically } from '../host/store/atomic.ts'
import { type BenchFlags, benchOptions, checkPayloadFiles, withBenchOptions } from './bench/options.ts'
import { withPeer } from './bench/peer.ts'
import { baselineText, reportText } from './bench/print-report.ts'
import { runBench } from './bench/run.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readSource } from './input/sources.ts'
import { stageProcessFile } from './launch/folders.ts'
import { EXIT, print, unusable, wantsColour } from './output.ts'

export interface ReportFlags {
  readonly json?: string
  readonly csv?: string
  readonly md?: string
  readonly html?: string
}

interface CompareFlags {
  readonly peer?: 'python'
  readonly baseline?: string
  readonly failBelow?: number
}

type Flags = BenchFlags & ContextOptions & ReportFlags & CompareFlags

/** Runs the transfers of a file on this machine and prints what they took. */
export const benchCommand = (stageProcess = stageProcessFile): Command =>
  withReportOptions(withBenchOptions(withContextOptions(new Command('bench'))))
    .description('move payloads through the connectors of a file on this machine, and time them')
    .argument('<file>', 'stage configuration, or - for standard input')
    .addOption(
      new Option('--peer <which>', 'let a peer do the same work, and show the ratio').choices(['python']),
    )
    .option('--baseline <report>', 'compare with an earlier report (JSON)')
    .option('--fail-below <ratio>', 'exit with 1 where an edge reaches less of the baseline', ratioArgument)
    .action(async (file: string, flags: Flags) => {
      if (flags.failBelow !== undefined && flags.baseline === undefined)
        unusable('--fail-below compares with --baseline; name a report.')
      const source = await readSource(file)
      const context = await contextOf(flags, source)
      const options = benchOptions(flags, analyze(source.text, context))
      await checkPayloadFiles(options)
      const baseline = flags.baseline === undefined ? null : await readReport(flags.baseline)
      const report = await runBench({ name: source.name, text: source.text, context, options }, stageProcess)
      const colour = wantsColour()
      const compared =
        baseline === null ? null : baselineText(baseline, report, flags.failBelow ?? null, colour)
      await print([reportText(report, colour), compared?.text ?? ''].filter(text => text !== '').join('\n\n'))
      const peer = flags.peer === undefined ? null : await withPeer(report)
      if (peer !== null) await print(`\n${peer.text}`)
      await writeReports(peer?.report ?? report, flags)
      process.exitCode = exitCode(report, compared?.failed ?? false)
    })

/** Adds the options that write a report to files. */
export const withReportOptions = (command: Command): Command =>
  command
    .option('--json <file>', 'write the report as JSON')
    .option('--csv <file>', 'write the figures as CSV')
    .option('--md <file>', 'write the report as Markdown')
    .option('--html <file>', 'write the report as one page of HTML')

/** Writes the report to every file that was asked for. */
export async function writeReports(report: BenchReport, flags: ReportFlags): Promise<void> {
  const wanted = [
    ['json', flags.json],
    ['csv', flags.csv],
    ['md', flags.md],
    ['html', flags.html],
  ] as const satisfies readonly (readonly [ReportFormat, string | undefined])[]
  for (const [format, path] of wanted)
    if (path !== undefined)
      await writeAtomically(path, renderReport(report, format)).catch((error: Error) =>
        unusable(`${path} cannot be written: ${error.message}`),
      )
}

function exitCode(report: BenchReport, regressed: boolean): number {
  const clean = report.state === 'done' && report.failures.length === 0 && !regressed
  return clean ? EXIT.clean : EXIT.errors
}

async function readReport(path: string): Promise<BenchReport> {
  const text = await readFile(path, 'utf8').catch((error: Error) =>
    unusable(`${path} cannot be read: ${error.message}`),
  )
  const report = parseReport(text)
  return report.ok ? report.value : unusable(`${path}: ${report.error.message}`)
}

function ratioArgument(text: string): number {
  const value = Number(text)
  if (value > 0 && value <= 100) return value
  throw new InvalidArgumentError('Give a ratio above 0, for example 0.8.')
}
