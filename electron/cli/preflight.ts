import { Command } from 'commander'
import type { PreflightCheck } from '../../core/contract/host.ts'
import { runPreflight } from '../host/preflight/index.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readSource } from './input/sources.ts'
import { EXIT, print, wantsColour } from './output.ts'
import { paint, type Tone } from './paint.ts'

const MARKS: Readonly<Record<PreflightCheck['status'], readonly [string, Tone]>> = {
  ok: ['ok', 'green'],
  warning: ['warning', 'yellow'],
  error: ['error', 'red'],
  unknown: ['unknown', 'grey'],
}

const WIDTH = 9

function line({ status, title, detail }: PreflightCheck, colour: boolean): string {
  const [word, tone] = MARKS[status]
  return `${paint(word.padEnd(WIDTH), tone, colour)} ${title}\n${' '.repeat(WIDTH + 1)}${paint(detail, 'grey', colour)}`
}

/** Checks this machine against a file: ports by binding them, the rest by reading. */
export const preflightCommand = (): Command =>
  withContextOptions(new Command('preflight'))
    .description('check this machine against a file: ports are really bound, on loopback')
    .argument('<file>', 'stage configuration, or - for standard input')
    .option('--json', 'print the checks as JSON')
    .action(async (file: string, options: ContextOptions & { readonly json?: true }) => {
      const source = await readSource(file)
      const checks = await runPreflight(source.text, await contextOf(options, source))
      const colour = wantsColour()
      await print(
        options.json ? JSON.stringify(checks, null, 2) : checks.map(check => line(check, colour)).join('\n'),
      )
      if (checks.some(check => check.status === 'error')) process.exitCode = EXIT.errors
    })
