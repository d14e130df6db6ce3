import { setTimeout as sleep } from 'node:timers/promises'
import { fail, ok, type Result } from '../../../../core/contract/result.ts'
import type { Clock, Connector, ConnectorOptions, ConnectorSpec } from '../connector.ts'
import { policyOf } from './policy.ts'
import { listen } from './sender.ts'
import { Shelf } from './shelf.ts'
import { TcpConnector } from './tcp-connector.ts'

const SYSTEM_CLOCK: Clock = { now: () => performance.now(), sleep: ms => sleep(ms) }

/** The stand-in for the networked connector that `spec` names. A sender and a dual one bind here and now. */
export async function createTcp(spec: ConnectorSpec, options: ConnectorOptions): Promise<Result<Connector>> {
  const policy = policyOf(spec, options.target)
  if (!policy.ok) return policy
  const { poolBytes, reclaimMs, family } = policy.value
  const clock = options.clock ?? SYSTEM_CLOCK
  const shelf = new Shelf({ poolBytes, reclaimMs, isStore: family === 'store' }, clock)
  const parts = { spec, policy: policy.value, clock, shelf }
  if (spec.role === 'receiver') return ok(new TcpConnector({ ...parts, sender: null }))
  if (spec.bind === undefined)
    return fail(
      'no-bind',
      `${spec.name} as ${spec.role} has no address to bind. Give it a host and a zmq_port.`,
    )
  const sender = await listen(spec.name, spec.bind, shelf)
  return sender.ok ? ok(new TcpConnector({ ...parts, sender: sender.value })) : sender
}
