import { DRILL_TIMEOUT_MS, payloadOf } from '../../../../core/bench/plan.ts'
import type { BenchEdge, BenchPlan, EdgeFailure, Residue } from '../../../../core/bench/types.ts'
import type { Problem } from '../../../../core/contract/result.ts'
import { newRunPrefix, residueOfRun } from '../../connectors/index.ts'
import { NO_RESIDUE, residueAfter, sweepAfter } from '../residue.ts'
import { createRunFolder } from '../run-folder.ts'
import { openSession, type Session } from '../session.ts'
import type { ForkStage } from '../stage-handle.ts'

/** Two stages and the edge between them, up for a drill. */
export interface Scene {
  readonly session: Session
  readonly edge: BenchEdge
  readonly plan: BenchPlan
  readonly signal: AbortSignal
  /** Resolves when the edge fails, with the time of it. */
  readonly failure: Promise<TimedFailure>
  /** What lies in shared memory now, unread payloads among it. */
  unread(): Residue
}

export interface TimedFailure {
  readonly problem: Problem
  readonly atMs: number
}

/** What a drill saw. */
export interface Seen {
  readonly problem: Problem | null
  readonly noticedAfterMs: number | null
  /** How the real thing was done where it is simulated otherwise. */
  readonly means?: string
  /** What the process that lived on still had. */
  readonly after?: string
}

/** Starts stage processes whose shared memory is a tmpfs of their own, of so many bytes. */
export type ForkInSmallShm = (bytes: number) => ForkStage

export interface Staged extends Seen {
  /** What the processes left, before it was swept. */
  readonly left: Residue
  /** What is still there after the sweep. */
  readonly residue: Residue
}

export interface SceneOptions {
  readonly plan: BenchPlan
  readonly edge: BenchEdge
  readonly fork: ForkStage
  /** Null where the system does not allow it. */
  readonly forkInSmallShm: ForkInSmallShm | null
  readonly signal: AbortSignal
  readonly quotaBytes?: number
}

const CLOSE_MS = 2000
/**
 * Puts up the scene, lets the drill play on it, takes it down and looks what is left. A scene that fails while it is
 * put up is not played on.
 */
export async function onScene(options: SceneOptions, play: (scene: Scene) => Promise<Seen>): Promise<Staged> {
  const { edge, signal, fork, quotaBytes } = options
  const plan = planOfEdge(options.plan, edge)
  const prefix = newRunPrefix()
  const folder = await createRunFolder(prefix)
  const session = await openSession(plan, {
    fork,
    prefix,
    folder,
    signal,
    ...(quotaBytes === undefined ? {} : { quotaBytes }),
  })
  const already = session.failures[0]
  const seen =
    already === undefined
      ? await untilAborted(
          play({
            session,
            edge,
            plan,
            signal,
            failure: failureOf(session),
            unread: () => ({ ...NO_RESIDUE, ...residueOfRun(prefix) }),
          }),
          signal,
        )
      : { problem: already, noticedAfterMs: session.firstFailureMs }
  const { pids } = session
  await session.close(CLOSE_MS)
  const left = await residueAfter(prefix, folder, pids)
  await sweepAfter(prefix, folder)
  return { ...seen, left, residue: await residueAfter(prefix, folder, pids) }
}

function planOfEdge(plan: BenchPlan, edge: BenchEdge): BenchPlan {
  return {
    ...plan,
    stages: plan.stages.filter(({ id }) => id === edge.from || id === edge.to),
    edges: [edge],
    options: {
      ...plan.options,
      integrity: 'all',
      payload: payloadOf(plan.options, edge.id),
      timeoutMs: plan.options.drillTimeoutMs ?? DRILL_TIMEOUT_MS,
    },
  }
}

/** A drill that is cancelled has seen nothing. */
function untilAborted(seen: Promise<Seen>, signal: AbortSignal): Promise<Seen> {
  const nothing: Seen = { problem: null, noticedAfterMs: null }
  if (signal.aborted) return Promise.resolve(nothing)
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(nothing), { once: true })
    seen.then(resolve, reject)
  })
}

function failureOf(session: Session): Promise<TimedFailure> {
  const timed = ({ code, message }: EdgeFailure): TimedFailure => ({
    problem: { code, message },
    atMs: performance.now(),
  })
  return new Promise(resolve => {
    session.onFailure(failure => resolve(timed(failure)))
  })
}
