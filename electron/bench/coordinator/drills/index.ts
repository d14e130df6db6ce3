import { DRILL_KINDS, DRILLS, NO_EDGE } from '../../../../core/bench/drills.ts'
import { formatMillis } from '../../../../core/bench/format.ts'
import { residueText } from '../../../../core/bench/report/words.ts'
import type { BenchEdge, BenchPlan, DrillKind, DrillOutcome, Residue } from '../../../../core/bench/types.ts'
import { isEmpty, NO_RESIDUE } from '../residue.ts'
import type { ForkStage } from '../stage-handle.ts'
import { DRILL_PLAYS } from './play.ts'
import type { ForkInSmallShm, Staged } from './scene.ts'

export interface DrillsOptions {
  readonly fork: ForkStage
  readonly forkInSmallShm: ForkInSmallShm | null
  readonly signal: AbortSignal
  onDrill(drill: DrillKind, edge: BenchEdge, place: { readonly number: number; readonly of: number }): void
  onOutcome(outcome: DrillOutcome): void
}

/**
 * Plays the drills that were asked for, each on the first edge that it fits, with processes of its own. Returns what
 * was left behind after the sweeps, by a drill that was cancelled as well.
 */
export async function runDrills(plan: BenchPlan, options: DrillsOptions): Promise<Residue> {
  let left = NO_RESIDUE
  const kinds = plan.options.drills ?? DRILL_KINDS
  for (const [index, drill] of kinds.entries()) {
    if (options.signal.aborted) break
    const edge = plan.edges.find(DRILLS[drill].fits)
    if (edge === undefined) {
      options.onOutcome(notPlayed(drill))
      continue
    }
    options.onDrill(drill, edge, { number: index + 1, of: kinds.length })
    const { fork, forkInSmallShm, signal } = options
    const staged = await DRILL_PLAYS[drill]({ plan, edge, fork, forkInSmallShm, signal })
    if (isEmpty(left)) left = staged.residue
    if (!options.signal.aborted) options.onOutcome(outcomeOf(drill, edge, staged))
  }
  return left
}

const notPlayed = (drill: DrillKind): DrillOutcome => ({
  drill,
  edge: NO_EDGE,
  expected: 'No edge of this file fits.',
  happened: 'Not played.',
  noticedAfterMs: null,
  asExpected: true,
  simulated: null,
  residue: NO_RESIDUE,
})

function outcomeOf(drill: DrillKind, edge: BenchEdge, staged: Staged): DrillOutcome {
  const facts = DRILLS[drill]
  const { problem, noticedAfterMs, left, residue, means, after } = staged
  const noticed =
    problem === null
      ? 'Nothing was noticed: the payload came through.'
      : `${problem.code}${noticedAfterMs === null ? '' : ` after ${formatMillis(noticedAfterMs)}`}: ${problem.message}`
  const swept = isEmpty(left) ? '' : ` The processes left ${residueText(left)}; the sweep took it away.`
  return {
    drill,
    edge: edge.id,
    expected: facts.expected(edge),
    happened: [noticed, means, after].filter(part => part !== undefined).join(' ') + swept,
    noticedAfterMs,
    asExpected: problem !== null && facts.codes.includes(problem.code) && isEmpty(residue),
    simulated: means === undefined ? facts.simulated : null,
    residue,
  }
}
