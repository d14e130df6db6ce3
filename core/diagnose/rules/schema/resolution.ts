import { parsePipelineTexts } from '../../../pipelines/index.ts'
import { placeAt } from '../../config.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { countWords, quote } from '../../words.ts'

/** A parent that nobody looked for is not known to be missing. */
const wasLookedFor = (view: RuleView, file: string): boolean => Object.hasOwn(view.context.files ?? {}, file)

type LinkProblem = Pick<FindingDraft, 'message' | 'severity' | 'consequence'>

/** The files up to a link of the chain: only the first of them is named in this text. */
function chainUpTo(view: RuleView, index: number): string | null {
  if (index === 0) return null
  const files = view.effective.chain.slice(0, index + 1).map(entry => entry.file)
  return [view.context.fileName ?? 'this file', ...files].join(' → ')
}

function linkProblem(view: RuleView, entry: RuleView['effective']['chain'][number]): LinkProblem | null {
  const looked = wasLookedFor(view, entry.file)
  if (entry.problem !== null && (entry.found || looked)) return { message: entry.problem }
  if (entry.found) return null
  if (!looked)
    return {
      severity: 'info',
      consequence: 'informs',
      message: `base_config names ${quote(entry.file)}, whose text is not at hand: its values are missing from what is shown.`,
    }
  return {
    message: `base_config names ${quote(entry.file)}, and there is no such file (the path counts from the file that names it). Correct the path.`,
  }
}

/** A broken link deeper in the chain is shown where this text enters it. */
const chainProblems = (view: RuleView): readonly FindingDraft[] =>
  view.effective.chain.flatMap((entry, index) => {
    const problem = linkProblem(view, entry)
    if (problem === null) return []
    return [
      { ...problem, arithmetic: chainUpTo(view, index), place: placeAt(view.document, ['base_config']) },
    ]
  })

function chainLength(view: RuleView): readonly FindingDraft[] {
  const { chain } = view.effective
  if (chain.length < 2 || chain.some(entry => !entry.found || entry.problem !== null)) return []
  return [
    {
      severity: 'info',
      consequence: 'informs',
      message: `This file is laid over ${countWords(chain.length, 'base file')}: ${chain.map(entry => quote(entry.file)).join(', over ')}. The nearer one wins.`,
      place: placeAt(view.document, ['base_config']),
    },
  ]
}

const outside = (message: string): FindingDraft => ({
  severity: 'warning',
  consequence: 'informs',
  message,
  place: { path: [], elsewhere: true },
})

/** Companions of the file that this application reads and the runtime never sees. */
function companions(view: RuleView): readonly FindingDraft[] {
  const pipelines = parsePipelineTexts(view.context.pipelineTexts ?? []).problems
  return [
    ...view.hostProblems.map(problem => outside(`Host inventory: ${problem.message}`)),
    ...pipelines.map(problem => outside(`Pipeline definition: ${problem.message}`)),
  ]
}

export const RESOLUTION: Rule = {
  code: 'RES-1',
  family: 'schema',
  title: 'File that can’t be resolved',
  explanation:
    'An overlay names its parent by `base_config`, relative to itself, and parents may have parents. A parent that is missing, can’t be read or leads back in a circle stops the loader. The host inventory and pipeline definitions of your own are reported here too when they can’t be read; the runtime never sees those.',
  source: 'load_deploy_config (base_config), PR 5533',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view => [...chainProblems(view), ...chainLength(view), ...companions(view)],
}
