import { Command } from 'commander'
import { analyze } from '../../core/analyze.ts'
import type { PortEndpoint, PortPlan } from '../../core/contract/analysis.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readSource } from './input/sources.ts'
import { EXIT, print } from './output.ts'
import { type TextColumn, textTable } from './table.ts'

const COLUMNS: readonly TextColumn<PortEndpoint>[] = [
  { header: 'host', cell: ({ host }) => host },
  { header: 'port', cell: ({ port }) => String(port), align: 'end' },
  { header: 'does', cell: ({ action }) => action },
  { header: 'stage', cell: ({ stage }) => stage },
  { header: 'replica', cell: ({ replica }) => String(replica), align: 'end' },
  { header: 'rank', cell: ({ rank }) => String(rank), align: 'end' },
  { header: 'edge', cell: ({ edge }) => `${edge.from}->${edge.to}` },
  { header: 'purpose', cell: ({ purpose }) => purpose },
  { header: 'connector', cell: ({ connectorLabel, connectorName }) => connectorLabel ?? connectorName },
  { header: 'formula', cell: ({ formula }) => formula },
]

function byPlace(a: PortEndpoint, b: PortEndpoint): number {
  if (a.host !== b.host) return a.host < b.host ? -1 : 1
  return a.port - b.port
}

function text({ endpoints, problems }: PortPlan): string {
  const trouble = problems.map(({ edge, message }) => `${edge.from}->${edge.to}: ${message}`)
  if (endpoints.length === 0)
    return trouble.length === 0
      ? 'No transfer-engine connector: nothing binds or dials a port.'
      : trouble.join('\n')
  return [textTable(COLUMNS, endpoints.toSorted(byPlace)), ...trouble].join('\n')
}

/** Prints every port that would be bound or dialled, with the arithmetic. */
export const portsCommand = (): Command =>
  withContextOptions(new Command('ports'))
    .description('print every port that the file makes the runtime bind or dial, with the arithmetic')
    .argument('<file>', 'stage configuration, or - for standard input')
    .option('--json', 'print the plan as JSON')
    .action(async (file: string, options: ContextOptions & { readonly json?: true }) => {
      const source = await readSource(file)
      const { document, ports } = analyze(source.text, await contextOf(options, source))
      await print(options.json ? JSON.stringify(ports, null, 2) : text(ports))
      if (!document.ok || ports.problems.length > 0) process.exitCode = EXIT.errors
    })
