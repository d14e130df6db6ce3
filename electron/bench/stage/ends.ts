import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { Connector, ConnectorHealth, CreateConnector } from '../connectors/connector.ts'
import type { Order, StageSetup } from '../messages.ts'
import { connectPeer } from './peers.ts'
import type { InEnd } from './receive.ts'
import type { OutEnd } from './send.ts'

type OpenOrder = Extract<Order, { kind: 'open' }>

/** The ends of edges that this stage holds, each with a connector of its own. */
export interface StageEnds {
  open(order: OpenOrder): Promise<Result<ConnectorHealth>>
  /** Connects a sending end to the stage that reads from it; only then can it send. */
  link(edge: string, path: string): Promise<Result<null>>
  out(edge: string): OutEnd | null
  in(edge: string): InEnd | null
  health(edge: string, side: 'out' | 'in'): ConnectorHealth | null
  close(): Promise<void>
}

export function createStageEnds(setup: StageSetup, createConnector: CreateConnector): StageEnds {
  const opened = new Map<string, { readonly order: OpenOrder; readonly connector: Connector }>()
  const outs = new Map<string, OutEnd>()
  const ins = new Map<string, InEnd>()
  const { target, segments, runPrefix, parentPid } = setup

  return {
    async open(order) {
      const made = await createConnector(order.spec, {
        target,
        segments,
        runPrefix,
        parentPid,
        stageId: setup.stage,
        ...(order.quotaBytes === undefined ? {} : { quotaBytes: order.quotaBytes }),
      })
      if (!made.ok) return made
      const { edge, side, from, to } = order
      const connector = made.value
      opened.set(`${side} ${edge}`, { order, connector })
      if (side === 'in')
        ins.set(edge, { edge, from, to, connector, metadata: order.metadata, stalled: false })
      return ok(connector.health())
    },

    async link(edge, path) {
      const sending = opened.get(`out ${edge}`)
      if (sending === undefined) return fail('not-open', `The sending end of ${edge} is not open.`)
      const connected = await connectPeer(path)
      if (!connected.ok) return connected
      const { from, to, ordinal } = sending.order
      const waiting: OutEnd['waiting'] = new Map()
      const link = connected.value
      link.onReceipt(receipt => waiting.get(receipt.key)?.(receipt))
      link.onClosed(() => settleAll(edge, waiting))
      outs.set(edge, {
        edge,
        from,
        to,
        ordinal,
        connector: sending.connector,
        link,
        waiting,
        fault: null,
      })
      return ok(null)
    },

    out: edge => outs.get(edge) ?? null,
    in: edge => ins.get(edge) ?? null,
    health: (edge, side) => opened.get(`${side} ${edge}`)?.connector.health() ?? null,

    async close() {
      for (const { link } of outs.values()) link.close()
      await Promise.all([...opened.values()].map(({ connector }) => connector.close()))
    },
  }
}

/** The receiver's process is gone: whoever waits for a receipt of it need not wait any longer. */
function settleAll(edge: string, waiting: OutEnd['waiting']): void {
  const error = { code: 'process-died', message: 'The process of the receiving stage ended.' }
  for (const [key, settle] of [...waiting])
    settle({ kind: 'receipt', edge, key, result: { ok: false, error } })
}
