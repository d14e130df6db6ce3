import { relative } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { analyze } from '../../core/analyze.ts'
import type { Finding } from '../../core/contract/finding.ts'
import { ruleByCode } from '../../core/diagnose/index.ts'
import {
  CHECK_FORMATS,
  type CheckedFile,
  type CheckFormat,
  countFindings,
  renderFindings,
} from '../../core/diagnose/render/index.ts'
import { VERSION } from '../host/version.ts'
import { wholeNumber } from './arguments.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readSources, type Source } from './input/sources.ts'
import { EXIT, print, unusable, wantsColour } from './output.ts'

interface CheckOptions extends ContextOptions {
  readonly format: CheckFormat
  readonly maxWarnings?: number
  readonly select?: readonly string[]
  readonly ignore?: readonly string[]
  readonly showMuted?: true
}

/** `PORT-2`, or `PORT` for its whole family; separated by commas, or the option repeated. */
function codesArgument(text: string, collected: readonly string[] = []): readonly string[] {
  const codes = text
    .split(',')
    .map(code => code.trim().toUpperCase())
    .filter(code => code !== '')
  const unknown = codes.find(code => /-\d+$/.test(code) && ruleByCode(code) === null)
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no rule ${unknown}; see docs/rules.md.`)
  return [...collected, ...codes]
}

const matches = (code: string, wanted: readonly string[]): boolean =>
  wanted.some(want => code === want || code.startsWith(`${want}-`))

const isWanted =
  ({ select, ignore }: CheckOptions) =>
  ({ code }: Finding): boolean =>
    (select === undefined || matches(code, select)) && !(ignore !== undefined && matches(code, ignore))

/** Annotations want paths below the repository's root, where the command runs. */
const shownPath = ({ path, name }: Source): string | null => (path === null ? null : relative('', name))

async function checkSource(source: Source, options: CheckOptions): Promise<CheckedFile> {
  const { target, findings } = analyze(source.text, await contextOf(options, source))
  return {
    name: source.name,
    path: shownPath(source),
    text: source.text,
    target,
    findings: findings.filter(isWanted(options)),
  }
}

function exitCodeOf(files: readonly CheckedFile[], maxWarnings: number | undefined): number {
  const counts = countFindings(files.flatMap(({ findings }) => findings))
  const tooMany = maxWarnings !== undefined && counts.warning > maxWarnings
  return counts.error > 0 || tooMany ? EXIT.errors : EXIT.clean
}

/** Prints the findings of files; exit 0 without errors, 1 with, 2 when a file can't be used. */
export const checkCommand = (): Command =>
  withContextOptions(new Command('check'))
    .description('print what is wrong with stage configurations')
    .argument(
      '<files...>',
      'files, folders, glob patterns, Markdown with YAML fences, or - for standard input',
    )
    .addOption(new Option('-f, --format <name>', 'how to print').choices([...CHECK_FORMATS]).default('text'))
    .option('--max-warnings <n>', 'exit 1 when there are more', wholeNumber(0))
    .option('--select <codes>', 'only these rules: PORT-2, or PORT for all of its kind', codesArgument)
    .option('--ignore <codes>', 'none of these rules', codesArgument)
    .option('--show-muted', 'print muted findings too')
    .action(async (words: string[], options: CheckOptions) => {
      const sources = await readSources(words)
      if (sources.length === 0) unusable(`${words.join(' ')}: no stage configuration is in there.`)
      const files: CheckedFile[] = []
      for (const source of sources) files.push(await checkSource(source, options))
      const report = renderFindings(options.format, files, {
        version: VERSION,
        colour: options.format === 'text' && wantsColour(),
        showMuted: options.showMuted === true,
      })
      if (report !== '') await print(report)
      process.exitCode = exitCodeOf(files, options.maxWarnings)
    })
