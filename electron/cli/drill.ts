import { Command, InvalidArgumentError } from 'commander'
import { analyze } from '../../core/analyze.ts'
import { DRILL_KINDS } from '../../core/bench/drills.ts'
import { DRILL_TIMEOUT_MS } from '../../core/bench/plan.ts'
import { DEFAULT_BENCH_OPTIONS, type DrillKind } from '../../core/bench/types.ts'
import {
  checkPayloadFiles,
  type DrillPayloadFlags,
  drillPayload,
  positive,
  withDrillPayload,
} from './bench/options.ts'
import { reportText } from './bench/print-report.ts'
import { runBench } from './bench/run.ts'
import { type ReportFlags, withReportOptions, writeReports } from './bench.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readSource } from './input/sources.ts'
import { stageProcessFile } from './launch/folders.ts'
import { EXIT, print, wantsColour } from './output.ts'

interface Flags extends ContextOptions, ReportFlags, DrillPayloadFlags {
  readonly only?: readonly DrillKind[]
  readonly edges?: readonly string[]
  readonly timeout: number
}

const list = (text: string): readonly string[] => text.split(',').map(word => word.trim())

/** Breaks transfers on purpose and tells what happens, after how long, and what is left. */
export const drillCommand = (stageProcess = stageProcessFile): Command =>
  withReportOptions(withDrillPayload(withContextOptions(new Command('drill'))))
    .description('break transfers on purpose: kill, stall, fill, occupy; and see what happens')
    .argument('<file>', 'stage configuration, or - for standard input')
    .option('--only <list>', `drills, separated by commas: ${DRILL_KINDS.join(', ')}`, drillList)
    .option('--edges <list>', 'only these edges, separated by commas', list)
    .option('--timeout <seconds>', 'limit of one transfer', positive, DRILL_TIMEOUT_MS / 1000)
    .action(async (file: string, flags: Flags) => {
      const source = await readSource(file)
      const context = await contextOf(flags, source)
      const options = {
        ...DEFAULT_BENCH_OPTIONS,
        ...drillPayload(flags, analyze(source.text, context)),
        mode: 'drill' as const,
        drills: flags.only ?? DRILL_KINDS,
        drillTimeoutMs: flags.timeout * 1000,
        ...(flags.edges === undefined ? {} : { edges: flags.edges }),
      }
      await checkPayloadFiles(options)
      const report = await runBench({ name: source.name, text: source.text, context, options }, stageProcess)
      await print(reportText(report, wantsColour()))
      await writeReports(report, flags)
      const clean = report.state === 'done' && report.drills.every(({ asExpected }) => asExpected)
      process.exitCode = clean ? EXIT.clean : EXIT.errors
    })

function drillList(text: string): readonly DrillKind[] {
  const words = list(text)
  const known = DRILL_KINDS.filter(kind => words.includes(kind))
  const unknown = words.filter(word => !DRILL_KINDS.some(kind => kind === word))
  if (unknown.length > 0)
    throw new InvalidArgumentError(
      `There is no drill ${unknown.join(', ')}; choose of ${DRILL_KINDS.join(', ')}.`,
    )
  return known
}
