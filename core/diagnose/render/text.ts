import type { Consequence, Finding, Severity } from '../../contract/finding.ts'
import { countWords } from '../words.ts'
import { type Counts, countFindings, findingRegion, isShown } from './places.ts'
import type { CheckedFile, RenderOptions } from './types.ts'

const CODES = { red: 31, yellow: 33, blue: 34, grey: 90, bold: 1 } as const
type Tone = keyof typeof CODES

const painter =
  (colour: boolean) =>
  (text: string, tone: Tone): string =>
    colour ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text

const TONES: Readonly<Record<Severity, Tone>> = { error: 'red', warning: 'yellow', info: 'blue' }
const NAMES: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

/** What the runtime does with the condition, in a few words. */
export const CONSEQUENCE_WORDS: Readonly<Record<Consequence, string>> = {
  raises: 'the runtime raises an error',
  hangs: 'the runtime waits until a time-out',
  'falls-back': 'the runtime falls back without an error',
  'silently-wrong': 'it runs and does something else than written',
  wastes: 'it works and wastes time or memory',
  informs: 'nothing breaks',
}

type Paint = ReturnType<typeof painter>

function findingLines(file: CheckedFile, finding: Finding, paint: Paint): readonly string[] {
  const region = findingRegion(file, finding)
  const place = region === null ? '–' : `${region.startLine}:${region.startColumn}`
  const severity = NAMES[finding.severity].padEnd(7)
  const head = `  ${place.padEnd(8)} ${paint(severity, TONES[finding.severity])} ${paint(finding.code.padEnd(8), 'bold')} ${finding.message}`
  const detail = (label: string, text: string): string =>
    `${' '.repeat(11)}${paint(`${label} ${text}`, 'grey')}`
  return [
    head,
    ...(finding.arithmetic === null ? [] : [detail('=', finding.arithmetic)]),
    ...(finding.consequence === 'informs'
      ? []
      : [detail('→', `${CONSEQUENCE_WORDS[finding.consequence]} (target ${file.target})`)]),
    ...(finding.fix === null ? [] : [detail('fix:', finding.fix.title)]),
    ...(finding.muted === null ? [] : [detail('muted because', finding.muted)]),
  ]
}

/** `2 errors, 1 warning`; `nothing found` when all are zero. */
export function countsText(counts: Counts): string {
  const parts = [
    counts.error > 0 ? countWords(counts.error, 'error') : '',
    counts.warning > 0 ? countWords(counts.warning, 'warning') : '',
    counts.info > 0 ? countWords(counts.info, 'note') : '',
    counts.muted > 0 ? `${counts.muted} muted` : '',
  ].filter(part => part !== '')
  return parts.length === 0 ? 'nothing found' : parts.join(', ')
}

function fileLines(file: CheckedFile, options: RenderOptions, paint: Paint): readonly string[] {
  const shown = file.findings.filter(finding => isShown(finding, options.showMuted === true))
  if (shown.length === 0) return []
  return [paint(file.name, 'bold'), ...shown.flatMap(finding => findingLines(file, finding, paint)), '']
}

/** For people: findings below the name of their file, a line each and what explains it, then the sums. */
export function renderText(files: readonly CheckedFile[], options: RenderOptions): string {
  const paint = painter(options.colour === true)
  const counts = countFindings(files.flatMap(file => file.findings))
  const targets = [...new Set(files.map(file => file.target))]
  const tone: Tone = counts.error > 0 ? 'red' : counts.warning > 0 ? 'yellow' : 'bold'
  const target = targets.length === 0 ? '' : ` (target ${targets.join(', ')})`
  const sums = `${countWords(files.length, 'file')} checked: ${countsText(counts)}${target}`
  return `${[...files.flatMap(file => fileLines(file, options, paint)), paint(sums, tone)].join('\n')}\n`
}
