import type { Connector, ConnectorSpec, Endpoint } from '../../electron/bench/connectors/index.ts'
import { createConnector } from '../../electron/bench/connectors/index.ts'

const SHARED_MEMORY = {
  name: 'SharedMemoryConnector',
  extra: {},
  transport: 'shared-memory',
  role: 'dual',
} as const
const ENGINE = {
  name: 'MooncakeTransferEngineConnector',
  extra: { memory_pool_size: 2 ** 42 },
  transport: 'tcp',
} as const

async function open(
  spec: ConnectorSpec,
  runPrefix: string,
  segments: 'fresh' | 'recycled',
): Promise<Connector> {
  const made = await createConnector(spec, { target: '2026-07', segments, runPrefix, stageId: '0' })
  if (made.ok) return made.value
  throw new Error(made.error.message)
}

export const shmEnd = (prefix: string, segments: 'fresh' | 'recycled'): Promise<Connector> =>
  open(SHARED_MEMORY, prefix, segments)

export const tcpSender = (prefix: string): Promise<Connector> =>
  open({ ...ENGINE, role: 'sender', bind: { host: '127.0.0.1', port: 0 } }, prefix, 'fresh')

export const tcpReceiver = (prefix: string, dial: Endpoint): Promise<Connector> =>
  open({ ...ENGINE, role: 'receiver', dial }, prefix, 'fresh')

/** What the receiver of a job has to know before it starts. */
export interface Orders {
  readonly dial?: Endpoint
}

export const keyOf = (prefix: string, number: number): string => `${prefix}-n${number}`
