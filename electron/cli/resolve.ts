import { Command } from 'commander'
import { stringify } from 'yaml'
import { analyze } from '../../core/analyze.ts'
import type { Analysis } from '../../core/contract/analysis.ts'
import type { Result } from '../../core/contract/result.ts'
import type { JsonValue } from '../../core/value/index.ts'
import {
  resolveWorker,
  type WorkerConnector,
  type WorkerKv,
  type WorkerView,
} from '../../core/worker/index.ts'
import { wholeNumber } from './arguments.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readSource } from './input/sources.ts'
import { EXIT, print, unusable, wantsColour } from './output.ts'
import { paint } from './paint.ts'

interface ResolveOptions extends ContextOptions {
  readonly stage?: string
  readonly rank: number
  readonly replica: number
  readonly json?: true
}

const indent = (text: string, by: number): string =>
  text
    .trimEnd()
    .split('\n')
    .map(line => ' '.repeat(by) + line)
    .join('\n')

/** A value as YAML, on its own lines below a heading or behind it when it is a scalar. */
const yaml = (value: JsonValue, by: number): string => indent(stringify(value, { lineWidth: 0 }), by)

function connectorText({ key, from, to, name, role, extra }: WorkerConnector): string {
  const head = `  ${key ?? `${from}->${to}`}: ${name}${role === null ? '' : `, role ${role}`}`
  const isEmpty = typeof extra === 'object' && extra !== null && Object.keys(extra).length === 0
  return isEmpty ? head : `${head}\n${yaml(extra, 4)}`
}

function connectorsText(connectors: Result<readonly WorkerConnector[]>): string {
  if (!connectors.ok) return `  ${connectors.error.code}: ${connectors.error.message}`
  return connectors.value.length === 0 ? '  none' : connectors.value.map(connectorText).join('\n')
}

function kvText({ config, port, formula, sends, receives, problems }: WorkerKv): string {
  if (config === null) return '  none'
  return [
    yaml(config, 2),
    ...(port === null ? [] : [`  listens on ${port}: ${formula ?? ''}`]),
    ...sends.map(({ peer, peerRank, key }) => `  sends ${key} to stage ${peer} rank ${peerRank}`),
    ...receives.map(
      ({ peer, peerRank, key, port: dialled }) =>
        `  receives ${key} from stage ${peer} rank ${peerRank}${dialled === null ? '' : `, port ${dialled}`}`,
    ),
    ...problems.map(problem => `  ${problem}`),
  ].join('\n')
}

const refusals = ({ config, specs, tolerated }: WorkerView): readonly string[] => [
  ...(config.ok ? [] : [`  ${config.error.code}: ${config.error.message}`]),
  ...(specs.ok ? [] : [`  ${specs.error.code}: ${specs.error.message}`]),
  ...tolerated.warnings.map(warning => `  logged: ${warning}`),
]

function workerText(view: WorkerView, colour: boolean): string {
  const heading = (text: string) => paint(text, 'bold', colour)
  const trouble = refusals(view)
  return [
    heading(`Stage ${view.stage}, TP rank ${view.rank}, replica ${view.replica} (target ${view.target})`),
    heading('Connectors'),
    connectorsText(view.connectors),
    ...(trouble.length === 0 ? [] : [heading('The runtime refuses'), ...trouble]),
    heading('KV transfer'),
    kvText(view.kv),
  ].join('\n')
}

/** What is asked about: the named stage, or all. */
function stagesOf(analysis: Analysis, stage: string | undefined): readonly string[] {
  const ids = analysis.stages.map(({ id }) => id)
  if (stage === undefined) return ids
  return ids.includes(stage)
    ? [stage]
    : unusable(`There is no stage ${stage}; the file has ${ids.length === 0 ? 'none' : ids.join(', ')}.`)
}

/** Prints what the runtime gives a stage's worker. */
export const resolveCommand = (): Command =>
  withContextOptions(new Command('resolve'))
    .description("print what a stage's worker gets: connectors, roles, ports, KV configuration")
    .argument('<file>', 'stage configuration, or - for standard input')
    .option('-s, --stage <id>', 'only this stage')
    .option('--rank <n>', 'TP rank', wholeNumber(0), 0)
    .option('--replica <n>', 'replica', wholeNumber(0), 0)
    .option('--json', 'print it as JSON')
    .action(async (file: string, options: ResolveOptions) => {
      const source = await readSource(file)
      const context = await contextOf(options, source)
      const analysis = analyze(source.text, context)
      const { transfer } = analysis
      const views = stagesOf(analysis, options.stage).map(stage =>
        resolveWorker(analysis, context, { stage, rank: options.rank, replica: options.replica }),
      )
      const error = transfer.ok ? null : transfer.error
      if (options.json) await print(JSON.stringify({ error, workers: views }, null, 2))
      else {
        const refused =
          error === null ? [] : [`The runtime refuses the file: ${error.code}: ${error.message}`]
        const colour = wantsColour()
        const unknown = analysis.pipelineUnknown === null ? [] : [analysis.pipelineUnknown]
        await print([...refused, ...unknown, ...views.map(view => workerText(view, colour))].join('\n\n'))
      }
      if (error !== null || views.some(view => !view.config.ok || !view.specs.ok))
        process.exitCode = EXIT.errors
    })
