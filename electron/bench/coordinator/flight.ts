import {
  MAX_OPEN_LOOP,
  pairsOf,
  payloadOf,
  transferBytes,
  transferLimitMs,
} from '../../../core/bench/plan.ts'
import type { BenchEdge } from '../../../core/bench/types.ts'
import type { Report } from '../messages.ts'
import type { Run } from './run.ts'

/** Drives the requests of one flow: starts them, follows them, and goes on without what fails. */
export interface Flight {
  /** Resolves when all requests have come through, or the run is cancelled. */
  fly(): Promise<void>
  readonly started: number
}

export function createFlight(run: Run, job: number): Flight {
  const { plan, session, signal } = run
  const { options } = plan
  const total =
    options.mode === 'load' && options.durationMs !== undefined
      ? Number.POSITIVE_INFINITY
      : options.warmup + options.requests
  const limit = options.loop === 'open' ? MAX_OPEN_LOOP : options.concurrency
  const underWay = new Map<number, UnderWay>()
  const dead = new Set<string>()
  let started = 0
  let stopAt = Number.POSITIVE_INFINITY
  let settle: () => void = () => undefined

  const stages = plan.stages.map(({ id }) => id)
  const alive = () => stages.filter(stage => !dead.has(stage))
  const isSource = (stage: string, live: readonly BenchEdge[]) => !live.some(({ to }) => to === stage)
  const over = () => signal.aborted || started >= total || performance.now() >= stopAt

  /** A stage all of whose inputs have failed goes on as a source: the rest of the graph is still to be measured. */
  const begin = (request: number) => {
    const live = session.live()
    for (const stage of alive())
      if (isSource(stage, live)) void session.order(stage, { kind: 'begin', request })
  }
  const startNext = () => {
    const request = started++
    const timer = setTimeout(() => expire(request), requestLimitMs(run))
    underWay.set(request, { timer, finished: new Set() })
    begin(request)
  }
  const fill = () => {
    if (options.loop === 'closed') while (!over() && underWay.size < limit) startNext()
    if (over() && underWay.size === 0) settle()
  }
  const complete = (request: number) => {
    const flight = underWay.get(request)
    if (flight === undefined || alive().some(stage => !flight.finished.has(stage))) return
    clearTimeout(flight.timer)
    underWay.delete(request)
    fill()
  }
  /** A request that does not come through: the edges it is stuck before are those that failed it. */
  const expire = (request: number) => {
    const finished = underWay.get(request)?.finished ?? new Set()
    for (const edge of session.live())
      if (finished.has(edge.from) && !finished.has(edge.to))
        session.failEdge(edge.id, {
          code: 'timeout',
          message: `Request ${request} did not come through within ${Math.round(requestLimitMs(run))} ms.`,
        })
    underWay.delete(request)
    fill()
  }
  const drop = (id: string) => {
    const edge = plan.edges.find(candidate => candidate.id === id)
    if (edge === undefined) return
    for (const stage of [edge.from, edge.to]) void session.order(stage, { kind: 'drop', edge: id })
    for (const request of [...underWay.keys()]) begin(request)
  }
  const take = (report: Report, stage: string) => {
    if (report.kind === 'finished' && report.job === job) {
      underWay.get(report.request)?.finished.add(stage)
      complete(report.request)
    } else if (report.kind === 'failed' && report.job === job) {
      if (report.error.code !== 'cancelled' && report.error.code !== 'integrity')
        session.failEdge(report.edge, report.error)
    } else if (report.kind === 'spans' && report.job === job) run.timeline.push(...report.spans)
  }
  const lose = (stage: string) => {
    dead.add(stage)
    for (const request of [...underWay.keys()]) complete(request)
  }

  const fly = async () => {
    const stops = [
      session.onReport(take),
      session.onFailure(({ edge }) => drop(edge)),
      session.onStageEnd(lose),
    ]
    for (const stage of stages) if (!session.isAlive(stage)) dead.add(stage)
    if (options.mode === 'load' && options.durationMs !== undefined)
      stopAt = performance.now() + options.durationMs
    const ticking = options.loop === 'open' ? setInterval(tick, TICK_MS) : setInterval(fill, IDLE_MS)
    const landed = new Promise<void>(resolve => {
      settle = resolve
    })
    signal.addEventListener('abort', settle, { once: true })
    fill()
    await landed
    signal.removeEventListener('abort', settle)
    clearInterval(ticking)
    for (const { timer } of underWay.values()) clearTimeout(timer)
    for (const stop of stops) stop()
  }

  const begun = performance.now()
  const tick = () => {
    const sinceMs = performance.now() - begun
    const everyMs = 1000 / (options.ratePerSecond ?? 1)
    const due = Math.floor(sinceMs / everyMs) + 1
    while (!over() && started < due && underWay.size < limit) {
      run.lateness.note(sinceMs - started * everyMs)
      startNext()
    }
    fill()
  }

  return {
    fly,
    get started() {
      return started
    },
  }
}

interface UnderWay {
  readonly timer: NodeJS.Timeout
  readonly finished: Set<string>
}

/** How often an open loop looks what is due, and how often a closed one looks whether its time is up. */
const TICK_MS = 1
const IDLE_MS = 20

/** Longest that a request may take: every edge in turn at its limit, and all computing. */
function requestLimitMs({ plan }: Run): number {
  const { options, edges } = plan
  const compute = Object.values(options.computeMs ?? {}).reduce((sum, value) => sum + value, 0)
  const bytes = edges.reduce(
    (sum, edge) =>
      sum + transferBytes(edge, payloadOf(options, edge.id)) * pairsOf(edge) * (edge.chunks ?? 1),
    0,
  )
  return transferLimitMs(options.timeoutMs * 2, bytes) + compute + 1000
}
