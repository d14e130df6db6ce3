import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { type ConformanceReport, type Difference, runConformance } from '../../core/conformance/index.ts'
import type { Result } from '../../core/contract/index.ts'
import { fail } from '../../core/contract/index.ts'
import { EXIT, print, wantsColour } from './output.ts'
import { paint } from './paint.ts'

const causeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''

/** Files of records may be larger than any configuration, so they are read without its bound. */
async function runFile(path: string): Promise<Result<ConformanceReport>> {
  const bytes = await readFile(path).catch((error: unknown) => causeOf(error))
  if (typeof bytes === 'string') return fail('READ-1', `The file can't be read${bytes}.`)
  return isUtf8(bytes) ? runConformance(bytes.toString('utf8')) : fail('READ-2', 'The file is no UTF-8 text.')
}

const differenceText = ({ record, path, expected, got }: Difference, colour: boolean): string =>
  [
    `${paint(record, 'bold', colour)}  ${path}`,
    `  ${paint('expected', 'green', colour)}  ${expected}`,
    `  ${paint('got', 'red', colour)}       ${got}`,
  ].join('\n')

async function runFiles(paths: readonly string[]): Promise<void> {
  const colour = wantsColour()
  const total = { passed: 0, failed: 0, unusable: 0 }
  for (const path of paths) {
    const report = await runFile(path)
    if (!report.ok) {
      console.error(`stagewright: ${path}: ${report.error.message}`)
      total.unusable += 1
      continue
    }
    total.passed += report.value.passed
    total.failed += report.value.failed
    for (const difference of report.value.differences) await print(differenceText(difference, colour))
  }
  await print(`${total.passed} passed, ${total.failed} failed`)
  if (total.unusable > 0) process.exitCode = EXIT.unusable
  else if (total.failed > 0) process.exitCode = EXIT.errors
}

/** Runs recorded cases of the runtime (JSON lines) through the library and prints where they differ. */
export const conformanceCommand = (): Command =>
  new Command('conformance')
    .description("run recorded cases of the runtime's resolver through the library and print the differences")
    .argument('<file...>', 'JSON lines of recorded cases')
    .action(runFiles)
