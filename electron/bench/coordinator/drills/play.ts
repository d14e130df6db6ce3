import { createServer, type Server } from 'node:net'
import { formatBytes } from '../../../../core/bench/format.ts'
import { lanesOf } from '../../../../core/bench/lanes.ts'
import { payloadOf } from '../../../../core/bench/plan.ts'
import type { BenchEdge, DrillKind } from '../../../../core/bench/types.ts'
import { ok, type Result } from '../../../../core/contract/result.ts'
import { nowNs } from '../../clock.ts'
import { shipmentOf } from '../shipment.ts'
import { fitsSmallShm } from '../small-shm.ts'
import { onScene, type Scene, type SceneOptions, type Seen, type Staged } from './scene.ts'
import { pause, untilUnread, whatStays } from './unread.ts'

/** Plays one drill on one edge. */
export type PlayDrill = (options: SceneOptions) => Promise<Staged>

const PLENTY = 1_000_000
const JOB = 1

const ping = ({ session, edge, plan }: Scene, requests: number): Promise<Result<unknown>> =>
  session.order(edge.from, {
    kind: 'ping',
    job: { job: JOB, shipment: shipmentOf(edge, payloadOf(plan.options, edge.id)), requests, warmup: 0 },
  })

/** Resolves when payloads have come through, so that the drill hits a running transfer. */
const moving = ({ session }: Scene): Promise<void> =>
  new Promise(resolve => {
    const stop = session.onReport(report => {
      if (report.kind !== 'progress' || report.transfers === 0) return
      stop()
      resolve()
    })
  })

/** What comes first: an answer that is an error, or the failure of the edge. */
async function outcome(scene: Scene, work: Promise<Result<unknown>>, fromMs: number): Promise<Seen> {
  const answered = work.then(result => ({
    problem: result.ok ? null : result.error,
    atMs: performance.now(),
  }))
  const { problem, atMs } = await Promise.race([answered, scene.failure])
  return { problem, noticedAfterMs: atMs - fromMs }
}

/** Leaves a payload that is put and not announced, then kills one of the two processes. */
const kill =
  (victim: 'from' | 'to'): PlayDrill =>
  options =>
    onScene(options, async scene => {
      const { session, edge } = scene
      const work = ping(scene, PLENTY)
      await Promise.race([moving(scene), work])
      await session.order(edge.from, { kind: 'fault', edge: edge.id, fault: 'silence' })
      await untilUnread(scene)
      const killedMs = performance.now()
      session.kill(edge[victim])
      const failed = await scene.failure
      const after = await whatStays(scene, victim)
      return { problem: failed.problem, noticedAfterMs: failed.atMs - killedMs, ...after }
    })

const stall: PlayDrill = options =>
  onScene(options, async scene => {
    const { session, edge } = scene
    await session.order(edge.to, { kind: 'fault', edge: edge.id, fault: 'stall' })
    return outcome(scene, ping(scene, 1), performance.now())
  })

/** A reply of three chunks whose last is never put: the receiver's stage has two thirds of it and waits. */
const withholdTerminal: PlayDrill = options =>
  onScene(options, async scene => {
    const { session, edge, plan } = scene
    const payload = payloadOf(plan.options, edge.id)
    const flow = {
      job: JOB,
      concurrency: 1,
      computeMs: 0,
      warmup: 0,
      timelineRequests: 0,
      originNs: nowNs(),
    }
    await session.order(edge.from, { kind: 'fault', edge: edge.id, fault: 'withhold' })
    const prepared = [
      await session.order(edge.to, { kind: 'flow', job: { ...flow, inputs: [edge.id], outputs: [] } }),
      await session.order(edge.from, {
        kind: 'flow',
        job: { ...flow, inputs: [], outputs: [{ ...shipmentOf(edge, payload), chunks: 3 }] },
      }),
    ].find(result => !result.ok)
    if (prepared !== undefined) return outcome(scene, Promise.resolve(prepared), performance.now())
    const startedMs = performance.now()
    const through = new Promise<Result<unknown>>(resolve => {
      session.onReport((report, stage) => {
        if (report.kind === 'finished' && stage === edge.to) resolve(ok(null))
        if (report.kind === 'failed') resolve({ ok: false, error: report.error })
      })
    })
    void session.order(edge.from, { kind: 'begin', request: 0 })
    const late = pause(plan.options.timeoutMs).then(() => ({
      ok: false as const,
      error: {
        code: 'timeout',
        message: `Two of three chunks came; the last had not come after ${plan.options.timeoutMs} ms.`,
      },
    }))
    return outcome(scene, Promise.race([through, late]), startedMs)
  })

/** The first payload meets a full shared memory, a full pool, or a wrong address. */
const sendOne: PlayDrill = options =>
  onScene(options, scene => outcome(scene, ping(scene, 1), performance.now()))

/**
 * Half of what the payload takes is all there is: of a tmpfs that only the producer has, or by a quota where the system
 * does not allow one or the payload is too small for it.
 */
const fillShm: PlayDrill = async options => {
  const { plan, edge, fork, forkInSmallShm } = options
  const { bytes } = payloadOf(plan.options, edge.id)
  const room = Math.max(1, Math.floor(bytes / 2))
  if (forkInSmallShm === null || !fitsSmallShm(bytes)) return sendOne({ ...options, quotaBytes: room })
  const forkSmall = forkInSmallShm(room)
  const staged = await sendOne({
    ...options,
    fork: (stage, signal) => (stage === edge.from ? forkSmall : fork)(stage, signal),
  })
  const means = `The producer had a /dev/shm of its own, a tmpfs of ${formatBytes(room)} that went with it.`
  return { ...staged, means }
}

const oversized: PlayDrill = options => {
  const { bytes } = payloadOf(options.plan.options, options.edge.id)
  const pool = Math.max(1, Math.floor(bytes / 2))
  const extra = { ...options.edge.extra, memory_pool_size: pool, segment: pool }
  return sendOne({ ...options, edge: { ...options.edge, extra } })
}

/** Nothing of a run is ever at this address: plans count up from 127.0.0.2. */
const NOBODY = '127.255.255.253'

const wrongSenderHost: PlayDrill = options => {
  const port = options.edge.dial?.port ?? options.edge.bind?.port ?? 0
  const dial = { host: NOBODY, port, mappedFrom: 'a wrong sender_host' }
  const lanes = lanesOf(options.edge).map(lane => ({
    ...lane,
    dial: { ...dial, port: lane.dial?.port ?? port },
  }))
  return sendOne({ ...options, edge: { ...options.edge, dial, lanes } })
}

/** The scene fails while it is put up: the sender cannot bind. */
const occupyPort: PlayDrill = async options => {
  const server = await occupy(options.edge)
  try {
    return await onScene(options, async () => ({ problem: null, noticedAfterMs: null }))
  } finally {
    server?.close()
  }
}

/** Takes the port of an edge; null when somebody else has it, which serves as well. */
async function occupy({ bind }: BenchEdge): Promise<Server | null> {
  if (bind === null) return null
  const server = createServer(socket => socket.destroy())
  try {
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen({ host: bind.host, port: bind.port }, resolve),
    )
    return server
  } catch {
    return null
  }
}

export const DRILL_PLAYS: Readonly<Record<DrillKind, PlayDrill>> = {
  'kill-producer': kill('from'),
  'kill-consumer': kill('to'),
  stall,
  'withhold-terminal': withholdTerminal,
  'fill-shm': fillShm,
  'occupy-port': occupyPort,
  'wrong-sender-host': wrongSenderHost,
  oversized,
}
