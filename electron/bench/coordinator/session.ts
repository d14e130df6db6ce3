import { edgeFailure } from '../../../core/bench/advice.ts'
import { lanesOf } from '../../../core/bench/lanes.ts'
import type { BenchAddress, BenchEdge, BenchLane, BenchPlan, EdgeFailure } from '../../../core/bench/types.ts'
import type { Problem, Result } from '../../../core/contract/result.ts'
import { DEFAULT_TARGET, isTargetId } from '../../../core/targets/index.ts'
import type { ConnectorSpec } from '../connectors/connector.ts'
import type { OrderBody, Report, StageSetup } from '../messages.ts'
import { createOrchestratorSockets, type OrchestratorSockets } from './orchestrator-sockets.ts'
import type { RunFolder } from './run-folder.ts'
import { endText, type ForkStage, type StageHandle } from './stage-handle.ts'

/** The processes of a run and the edges between them, opened. */
export interface Session {
  readonly plan: BenchPlan
  /** Edges that have not failed, in the plan's order. */
  live(): readonly BenchEdge[]
  readonly failures: readonly EdgeFailure[]
  /** Milliseconds from the start of opening to the first failure; null while there is none. */
  readonly firstFailureMs: number | null
  order(stage: string, body: OrderBody): Promise<Result<unknown>>
  /** Notes that an edge has failed. Only the first failure of an edge counts. `at` are the addresses it is about. */
  failEdge(edge: string, problem: Problem, at?: Partial<Addresses>): void
  onReport(listener: (report: Report, stage: string) => void): () => void
  onFailure(listener: (failure: EdgeFailure) => void): () => void
  isAlive(stage: string): boolean
  onStageEnd(listener: (stage: string) => void): () => void
  readonly pids: readonly number[]
  kill(stage: string): void
  /**
   * Closes what is open; processes that do not end by themselves within the limit are killed. A cancelled session is
   * closed already: this waits for its end.
   */
  close(limitMs: number): Promise<void>
}

type Addresses = Pick<BenchEdge, 'bind' | 'dial'>

export interface SessionOptions {
  readonly fork: ForkStage
  readonly prefix: string
  readonly folder: RunFolder
  readonly signal: AbortSignal
  /** Bytes beyond which shared memory counts as full; absent = what the system has. */
  readonly quotaBytes?: number
}

/**
 * Starts a process per stage, opens the sending ends (they bind), then the receiving ends (they dial), then the
 * orchestrator's sockets, then joins the ends. What fails takes its edge out of the run and leaves the others in it.
 */
export async function openSession(plan: BenchPlan, options: SessionOptions): Promise<Session> {
  const session = createSession(plan, options.signal)
  await startStages(session, plan, options)
  session.begin()
  await options.folder.note(session.pids)
  for (const [index, edge] of plan.edges.entries())
    if (!options.signal.aborted) await openEdge(session, edge, index * LANES_PER_EDGE, options)
  for (const { id, orchestrator } of session.live()) {
    if (orchestrator == null || options.signal.aborted) continue
    const problem = await session.orchestrator.open(id, orchestrator)
    if (problem !== null) session.failEdge(id, problem, { bind: orchestrator })
  }
  for (const edge of session.live())
    if (!options.signal.aborted) await linkEdge(session, edge, plan, options.folder)
  return session
}

/** Ordinals of an edge's lanes start at a multiple of this. */
const LANES_PER_EDGE = 1000

interface OpeningSession extends Session {
  readonly orchestrator: OrchestratorSockets
  /** The processes are there: from now on it counts how long a failure takes. */
  begin(): void
  add(handle: StageHandle): void
}

async function startStages(
  session: OpeningSession,
  plan: BenchPlan,
  { fork, prefix, folder, signal }: SessionOptions,
): Promise<void> {
  const start = async (stage: string, index: number) => {
    const failAll = (problem: Problem) => {
      for (const edge of edgesOf(plan, stage)) session.failEdge(edge.id, problem)
    }
    const forked = await fork(stage, signal)
    if (!forked.ok) return failAll(forked.error)
    session.add(forked.value)
    const setup = setupOf(plan, stage, prefix, folder.socket(index))
    const answered = await session.order(stage, { kind: 'setup', setup })
    if (!answered.ok) failAll(answered.error)
  }
  await Promise.all(plan.stages.map(({ id }, index) => start(id, index)))
}

const setupOf = (plan: BenchPlan, stage: string, runPrefix: string, noticePath: string): StageSetup => ({
  stage,
  target: isTargetId(plan.target) ? plan.target : DEFAULT_TARGET,
  segments: plan.options.segments,
  runPrefix,
  noticePath,
  parentPid: process.pid,
  seed: plan.options.seed,
  integrity: plan.options.integrity,
  timeoutMs: plan.options.timeoutMs,
})

const edgesOf = (plan: BenchPlan, stage: string): readonly BenchEdge[] =>
  plan.edges.filter(({ from, to }) => from === stage || to === stage)

/** A failed lane fails its edge: a rank whose socket cannot be bound takes the whole stage down. */
async function openEdge(
  session: Session,
  edge: BenchEdge,
  firstOrdinal: number,
  options: SessionOptions,
): Promise<void> {
  for (const [index, lane] of lanesOf(edge).entries()) {
    if (!session.live().includes(edge)) return
    const problem = await openLane(session, edge, lane, firstOrdinal + index, options)
    if (problem !== null) session.failEdge(edge.id, problem, lane)
  }
}

async function openLane(
  session: Session,
  edge: BenchEdge,
  lane: BenchLane,
  ordinal: number,
  { quotaBytes }: SessionOptions,
): Promise<Problem | null> {
  const common = {
    kind: 'open',
    edge: edge.id,
    lane: lane.id,
    sender: lane.sender,
    ordinal,
    from: edge.from,
    to: edge.to,
    metadata: edge.transport === 'shared-memory' || lane.dial === null,
    ...(quotaBytes === undefined ? {} : { quotaBytes }),
  } as const
  const sender = await session.order(edge.from, {
    ...common,
    side: 'out',
    spec: specOf(edge, lane, 'sender'),
  })
  if (!sender.ok) return sender.error
  if (lane.idle === true) return null
  const spec = withDial(specOf(edge, lane, 'receiver'), lane, listeningPort(sender.value))
  const receiver = await session.order(edge.to, { ...common, side: 'in', spec })
  return receiver.ok ? null : receiver.error
}

function specOf(edge: BenchEdge, lane: BenchLane, role: 'sender' | 'receiver'): ConnectorSpec {
  const { connectorName: name, transport } = edge
  const given = edge.extra.role
  const asked = given === 'sender' || given === 'receiver' || given === 'dual' ? given : role
  const bind = lane.bind === null ? {} : { bind: { host: lane.bind.host, port: lane.bind.port } }
  const dial = lane.dial === null ? {} : { dial: { host: lane.dial.host, port: lane.dial.port } }
  return { name, extra: edge.extra, transport, role: asked, ...bind, ...dial }
}

/** Where the file leaves the port to the system (stores), the receiver is told which one the sender got. */
const withDial = (spec: ConnectorSpec, lane: BenchLane, port: number | null): ConnectorSpec =>
  lane.dial !== null && lane.dial.port === 0 && port !== null
    ? { ...spec, dial: { host: lane.dial.host, port } }
    : spec

function listeningPort(health: unknown): number | null {
  if (typeof health !== 'object' || health === null || !('listening' in health)) return null
  const { listening } = health
  return typeof listening === 'object' &&
    listening !== null &&
    'port' in listening &&
    typeof listening.port === 'number'
    ? listening.port
    : null
}

async function linkEdge(
  session: Session,
  edge: BenchEdge,
  plan: BenchPlan,
  folder: RunFolder,
): Promise<void> {
  const index = plan.stages.findIndex(({ id }) => id === edge.to)
  for (const lane of lanesOf(edge).filter(({ idle }) => idle !== true)) {
    const order = { kind: 'link', lane: lane.id, path: folder.socket(index) } as const
    const linked = await session.order(edge.from, order)
    if (!linked.ok) session.failEdge(edge.id, linked.error)
  }
}

/** A cancelled run is over within 200 ms: its processes get this long to close what they hold, then they are killed. */
const CANCEL_MS = 50

/** When the signal comes, all processes are taken down at once, also those that are only just being started. */
function createSession(plan: BenchPlan, signal: AbortSignal): OpeningSession {
  const handles = new Map<string, StageHandle>()
  const failures = new Map<string, EdgeFailure>()
  const reportListeners = new Set<(report: Report, stage: string) => void>()
  const endListeners = new Set<(stage: string) => void>()
  const failureListeners = new Set<(failure: EdgeFailure) => void>()
  const orchestrator = createOrchestratorSockets()
  let closing = false
  let begunAt = performance.now()
  let firstFailureMs: number | null = null

  const close = async (limitMs: number): Promise<void> => {
    closing = true
    await Promise.all([
      orchestrator.close(),
      ...[...handles.values()].map(handle => endStage(handle, limitMs)),
    ])
    signal.removeEventListener('abort', cancel)
  }
  const cancel = () => void close(CANCEL_MS)
  signal.addEventListener('abort', cancel, { once: true })

  const failEdge = (id: string, problem: Problem, at: Partial<Addresses> = {}) => {
    const edge = plan.edges.find(candidate => candidate.id === id)
    if (edge === undefined || failures.has(id) || closing || signal.aborted) return
    const { bind = edge.bind, dial = edge.dial } = at
    const holder = plan.edges.find(other => other.id !== id && binds(other, bind))?.id ?? null
    const failure = edgeFailure({ ...edge, bind, dial }, problem, holder)
    failures.set(id, failure)
    firstFailureMs ??= performance.now() - begunAt
    for (const listener of failureListeners) listener(failure)
  }

  return {
    plan,
    orchestrator,
    begin() {
      begunAt = performance.now()
    },
    get firstFailureMs() {
      return firstFailureMs
    },
    failEdge,
    live: () => plan.edges.filter(edge => !failures.has(edge.id)),
    get failures() {
      return [...failures.values()]
    },
    get pids() {
      return [...handles.values()].flatMap(({ pid }) => pid ?? [])
    },
    add(handle) {
      handles.set(handle.stage, handle)
      if (signal.aborted) handle.kill()
      handle.onReport(report => {
        for (const listener of reportListeners) listener(report, handle.stage)
      })
      void handle.ended.then(end => {
        for (const edge of edgesOf(plan, handle.stage))
          failEdge(edge.id, {
            code: 'process-died',
            message: `The process of stage ${handle.stage} ended (${endText(end)}).`,
          })
        for (const listener of endListeners) listener(handle.stage)
      })
    },
    order: (stage, body) =>
      handles.get(stage)?.order(body) ??
      Promise.resolve({
        ok: false,
        error: { code: 'process-start', message: `Stage ${stage} has no process.` },
      }),
    onReport(listener) {
      reportListeners.add(listener)
      return () => void reportListeners.delete(listener)
    },
    onFailure(listener) {
      failureListeners.add(listener)
      return () => void failureListeners.delete(listener)
    },
    isAlive: stage => handles.get(stage)?.alive ?? false,
    onStageEnd(listener) {
      endListeners.add(listener)
      return () => void endListeners.delete(listener)
    },
    kill: stage => handles.get(stage)?.kill(),
    close,
  }
}

/** Whether a socket of an edge, or of the orchestrator for it, listens at an address. */
const binds = (edge: BenchEdge, at: BenchAddress | null): boolean =>
  at !== null &&
  at.port > 0 &&
  [...lanesOf(edge).map(({ bind }) => bind), edge.orchestrator].some(
    bound => bound?.host === at.host && bound.port === at.port,
  )

async function endStage(handle: StageHandle, limitMs: number): Promise<void> {
  if (!handle.alive) return
  const timer = setTimeout(() => handle.kill(), limitMs)
  void handle.order({ kind: 'close' })
  await handle.ended
  clearTimeout(timer)
}
