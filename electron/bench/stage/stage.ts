import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { CreateConnector } from '../connectors/connector.ts'
import type { Order, Report, StageFault, StageSetup } from '../messages.ts'
import { createArrivals } from './arrivals.ts'
import { createStageContext, type StageContext } from './context.ts'
import { createStageEnds } from './ends.ts'
import { createFlow, type Flow } from './flow.ts'
import { listenForNotices, type NoticeServer } from './peers.ts'
import { runPing } from './ping.ts'

/** One stage of the run: takes the coordinator's orders, holds the connectors, moves the payloads. */
export interface Stage {
  handle(order: Order): Promise<void>
  close(): Promise<void>
  readonly setup: StageSetup | null
}

interface Running {
  readonly context: StageContext
  readonly notices: NoticeServer
  readonly flows: Map<number, Flow>
  current: Flow | null
}

/** Work that does not end when it is asked to is left behind after this long. */
const SETTLE_MS = 2000

export function createStage(send: (report: Report) => void, createConnector: CreateConnector): Stage {
  const abort = new AbortController()
  // Every transfer under way listens, and there may be many at once.
  setMaxListeners(0, abort.signal)
  let running: Running | null = null

  const start = async (setup: StageSetup): Promise<Result<null>> => {
    if (running !== null) return fail('already-set-up', 'This stage has been set up.')
    const context = createStageContext(setup, createStageEnds(setup, createConnector), abort.signal, send)
    const flows = new Map<number, Flow>()
    const arrivals = createArrivals(context, (notice, endNs) => flows.get(notice.job)?.arrived(notice, endNs))
    const notices = await listenForNotices(setup.noticePath, arrivals)
    if (!notices.ok) return notices
    running = { context, notices: notices.value, flows, current: null }
    return ok(null)
  }

  const close = async (): Promise<Result<null>> => {
    abort.abort()
    const closing = running
    running = null
    await closing?.notices.close()
    await Promise.race([closing?.context.settled(), sleep(SETTLE_MS)])
    await closing?.context.ends.close()
    return ok(null)
  }

  return {
    get setup() {
      return running?.context.setup ?? null
    },
    async handle(order) {
      const answer = await answerTo(order, start, close, () => running)
      send({ kind: 'answer', id: order.id, result: answer })
    },
    async close() {
      await close()
    },
  }
}

async function answerTo(
  order: Order,
  start: (setup: StageSetup) => Promise<Result<null>>,
  close: () => Promise<Result<null>>,
  current: () => Running | null,
): Promise<Result<unknown>> {
  if (order.kind === 'setup') return start(order.setup)
  if (order.kind === 'close') return close()
  const running = current()
  if (running === null) return fail('not-set-up', 'This stage has not been set up.')
  return carryOut(order, running)
}

async function carryOut(
  order: Exclude<Order, { kind: 'setup' | 'close' }>,
  running: Running,
): Promise<Result<unknown>> {
  const { context } = running
  switch (order.kind) {
    case 'open':
      return context.ends.open(order)
    case 'link':
      return context.ends.link(order.lane, order.path)
    case 'ping':
      return context.track(runPing(context, order.job))
    case 'flow': {
      const flow = await createFlow(context, order.job)
      if (!flow.ok) return flow
      running.flows.clear()
      running.flows.set(flow.value.job, flow.value)
      running.current = flow.value
      return ok(null)
    }
    case 'begin':
      running.current?.begin(order.request)
      return ok(null)
    case 'drop':
      running.current?.drop(order.edge)
      return ok(null)
    case 'collect':
      return ok(context.take(order.job, order.edge)?.recording() ?? null)
    case 'health':
      return ok(context.ends.health(order.lane, order.side))
    case 'fault':
      return setFault(context, order.edge, order.fault)
  }
}

/** A stalled receiver does not read; the other faults are the sender's. */
function setFault(context: StageContext, edge: string, fault: StageFault | null): Result<null> {
  const { ins, outs } = context.ends.of(edge)
  for (const receiving of ins) receiving.stalled = fault === 'stall'
  for (const sending of outs) sending.fault = fault === 'stall' ? null : fault
  return ins.length + outs.length === 0 ? fail('not-open', `${edge} is not open here.`) : ok(null)
}
