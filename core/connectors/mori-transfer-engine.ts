import { ENGINE_INTERNAL_KEYS, ENGINE_PORT, ENGINE_ROLES, poolSize } from './keys.ts'
import type { ConnectorEntry, ExtraKey } from './types.ts'

const tuning = (name: string, initial: number, meaning: string, minimum = 1): ExtraKey => ({
  name,
  types: ['integer'],
  unit: 'count',
  default: initial,
  minimum,
  internal: false,
  reader: 'connector',
  meaning,
})

/** AMD's point-to-point engine (`MoriTransferEngineConnector`). */
export const MORI_TRANSFER_ENGINE: ConnectorEntry = {
  name: 'MoriTransferEngineConnector',
  title: 'Mori transfer engine (AMD)',
  summary: 'AMD GPUs exchange payloads by RDMA between hosts or by Infinity Fabric (XGMI) inside one.',
  transport: 'transfer-engine',
  scope: 'network',
  registered: {
    '2025-12': [],
    '2026-07': ['MoriTransferEngineConnector'],
    '2026-09': ['MoriTransferEngineConnector'],
  },
  branchNames: [],
  transferEngineIn: ['2026-07', '2026-09'],
  roles: ENGINE_ROLES,
  singleConsumer: true,
  rawData: true,
  dualCapable: true,
  asyncChunk: {
    ability: 'limited',
    why: 'Works with one TP rank per stage; more raise NotImplementedError.',
  },
  requires: 'mori',
  extra: [
    {
      name: 'host',
      types: ['string'],
      unit: 'host',
      default: '127.0.0.1',
      internal: false,
      reader: 'connector',
      meaning: 'Address to bind and to announce; only the literal auto is looked up.',
    },
    ENGINE_PORT,
    {
      name: 'backend_type',
      types: ['string'],
      default: 'rdma',
      choices: ['rdma', 'xgmi'],
      internal: false,
      reader: 'connector',
      meaning: 'rdma between hosts, xgmi between the GPUs of one host.',
    },
    {
      name: 'device_name',
      types: ['string'],
      default: '',
      internal: false,
      reader: 'connector',
      meaning: 'RDMA devices, separated by commas; empty takes MORI_RDMA_DEVICES; ignored with xgmi.',
    },
    poolSize('Registered memory that all payloads in flight must fit into, each rounded up to 4 KiB.'),
    {
      name: 'memory_pool_device',
      types: ['string'],
      default: 'cpu',
      choices: ['cpu', 'cuda'],
      pattern: '^cuda:\\d+$',
      internal: false,
      reader: 'connector',
      meaning: 'Where the pool lives; xgmi needs cuda.',
    },
    tuning('qp_per_transfer', 1, 'RDMA queue pairs per transfer.'),
    tuning('post_batch_size', -1, 'RDMA work requests posted together; -1 leaves it to the engine.', -1),
    tuning('num_worker_threads', 1, 'RDMA worker threads.'),
    tuning('xgmi_num_streams', 64, 'GPU streams of the xgmi backend.'),
    tuning('xgmi_num_events', 64, 'GPU events of the xgmi backend.'),
    ...ENGINE_INTERNAL_KEYS,
  ],
  mistaken: [
    { key: 'protocol', instead: 'backend_type', why: 'Mori reads `backend_type` (rdma or xgmi).' },
    { key: 'proto', instead: 'backend_type', why: 'Mori reads `backend_type` (rdma or xgmi).' },
    { key: 'port', instead: 'zmq_port', why: 'The handshake port is `zmq_port`.' },
  ],
}
