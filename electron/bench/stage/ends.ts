import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { Connector, ConnectorHealth, CreateConnector } from '../connectors/connector.ts'
import type { Order, StageSetup } from '../messages.ts'
import { connectPeer } from './peers.ts'
import type { InEnd } from './receive.ts'
import type { OutEnd } from './send.ts'

type OpenOrder = Extract<Order, { kind: 'open' }>

/** The ends of edges that this stage holds, lane by lane. */
export interface StageEnds {
  open(order: OpenOrder): Promise<Result<ConnectorHealth>>
  /** Connects a sending end to the stage that reads from it; only then can it send. */
  link(lane: string, path: string): Promise<Result<null>>
  out(lane: string): OutEnd | null
  in(lane: string): InEnd | null
  /** All ends of an edge, for what concerns every lane. */
  of(edge: string): { readonly outs: readonly OutEnd[]; readonly ins: readonly InEnd[] }
  health(lane: string, side: 'out' | 'in'): ConnectorHealth | null
  close(): Promise<void>
}

interface Opened {
  readonly order: OpenOrder
  readonly connector: Connector
}

export function createStageEnds(setup: StageSetup, createConnector: CreateConnector): StageEnds {
  const opened = new Map<string, Opened>()
  const senders = new Map<string, Connector>()
  const outs = new Map<string, OutEnd>()
  const ins = new Map<string, InEnd>()
  const { target, segments, runPrefix, parentPid } = setup

  /** Lanes of one sender share its connector, as a rank that several ranks pull from has one socket. */
  const connectorOf = async (order: OpenOrder): Promise<Result<Connector>> => {
    const shared = order.side === 'out' ? senders.get(order.sender) : undefined
    if (shared !== undefined) return ok(shared)
    const made = await createConnector(order.spec, {
      target,
      segments,
      runPrefix,
      parentPid,
      stageId: setup.stage,
      ...(order.quotaBytes === undefined ? {} : { quotaBytes: order.quotaBytes }),
    })
    if (made.ok && order.side === 'out') senders.set(order.sender, made.value)
    return made
  }

  return {
    async open(order) {
      const connector = await connectorOf(order)
      if (!connector.ok) return connector
      const { edge, lane, side, from, to, metadata } = order
      opened.set(`${side} ${lane}`, { order, connector: connector.value })
      if (side === 'in')
        ins.set(lane, { edge, lane, from, to, connector: connector.value, metadata, stalled: false })
      return ok(connector.value.health())
    },

    async link(lane, path) {
      const sending = opened.get(`out ${lane}`)
      if (sending === undefined) return fail('not-open', `The sending end of ${lane} is not open.`)
      const connected = await connectPeer(path)
      if (!connected.ok) return connected
      const { edge, from, to, ordinal } = sending.order
      const waiting: OutEnd['waiting'] = new Map()
      const link = connected.value
      link.onReceipt(receipt => waiting.get(receipt.key)?.(receipt))
      link.onClosed(() => settleAll(lane, waiting))
      const { connector } = sending
      outs.set(lane, { edge, lane, from, to, ordinal, connector, link, waiting, fault: null })
      return ok(null)
    },

    out: lane => outs.get(lane) ?? null,
    in: lane => ins.get(lane) ?? null,
    of: edge => ({
      outs: [...outs.values()].filter(end => end.edge === edge),
      ins: [...ins.values()].filter(end => end.edge === edge),
    }),
    health: (lane, side) => opened.get(`${side} ${lane}`)?.connector.health() ?? null,

    async close() {
      for (const { link } of outs.values()) link.close()
      const connectors = new Set([...opened.values()].map(({ connector }) => connector))
      await Promise.all([...connectors].map(connector => connector.close()))
    },
  }
}

/** The receiver's process is gone: whoever waits for a receipt of it need not wait any longer. */
function settleAll(lane: string, waiting: OutEnd['waiting']): void {
  const error = { code: 'process-died', message: 'The process of the receiving stage ended.' }
  for (const [key, settle] of [...waiting])
    settle({ kind: 'receipt', lane, key, result: { ok: false, error } })
}
