import { ENGINE_INTERNAL_KEYS, ENGINE_PORT, ENGINE_ROLES, poolSize } from './keys.ts'
import type { ConnectorEntry } from './types.ts'

/** Point-to-point transfer out of a registered pool (`MooncakeTransferEngineConnector`). */
export const MOONCAKE_TRANSFER_ENGINE: ConnectorEntry = {
  name: 'MooncakeTransferEngineConnector',
  title: 'Mooncake transfer engine',
  summary: 'The receiver asks the sender over ZMQ and the sender writes into its memory by RDMA or TCP.',
  transport: 'transfer-engine',
  scope: 'network',
  registered: {
    '2025-12': [],
    '2026-07': ['MooncakeTransferEngineConnector'],
    '2026-09': ['MooncakeTransferEngineConnector'],
  },
  branchNames: [],
  transferEngineIn: ['2026-07', '2026-09'],
  roles: ENGINE_ROLES,
  singleConsumer: true,
  rawData: true,
  dualCapable: true,
  asyncChunk: {
    ability: 'limited',
    why: 'A chunk is fetched without metadata, so the receiver needs a resolved sender_host and sender_zmq_port.',
  },
  requires: 'mooncake',
  extra: [
    {
      name: 'host',
      types: ['string'],
      unit: 'host',
      default: 'auto',
      internal: false,
      reader: 'connector',
      meaning:
        'Address to bind and to announce; auto, an empty text, *, 0.0.0.0 and :: pick the one that reaches the internet.',
    },
    ENGINE_PORT,
    {
      name: 'protocol',
      types: ['string'],
      default: 'rdma',
      choices: ['rdma', 'tcp'],
      internal: false,
      reader: 'connector',
      meaning: 'Transport of the engine; the store calls the same thing `proto`.',
    },
    {
      name: 'device_name',
      types: ['string'],
      default: '',
      internal: false,
      reader: 'connector',
      meaning: 'RDMA devices, separated by commas; empty takes RDMA_DEVICE_NAME from the environment.',
    },
    poolSize('Registered memory that all payloads in flight must fit into, each rounded up to 4 KiB.'),
    {
      name: 'memory_pool_device',
      types: ['string'],
      default: 'cpu',
      choices: ['cpu', 'cuda', 'npu'],
      pattern: '^(cuda|npu):\\d+$',
      internal: false,
      reader: 'connector',
      meaning: 'cpu is pinned host memory (recommended), cuda is GPU memory.',
    },
    ...ENGINE_INTERNAL_KEYS,
  ],
  mistaken: [
    {
      key: 'proto',
      instead: 'protocol',
      why: 'The transfer engine reads `protocol`; `proto` belongs to the store, so the transport stays rdma.',
    },
    { key: 'rdma', instead: 'device_name', why: 'The engine reads its RDMA devices from `device_name`.' },
    { key: 'port', instead: 'zmq_port', why: 'The handshake port is `zmq_port`.' },
    {
      key: 'segment',
      instead: 'memory_pool_size',
      why: 'The engine has a pool of `memory_pool_size` bytes instead of a store segment.',
    },
    { key: 'master', instead: null, why: 'The engine needs no master.' },
    { key: 'metadata_server', instead: null, why: 'The engine needs no metadata server.' },
  ],
}
