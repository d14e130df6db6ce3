import { SHARED_MEMORY_KEYS } from './shared-memory.ts'
import type { ConnectorEntry } from './types.ts'

/** GPU memory handed over by IPC handle (`CudaIpcConnector`), on top of shared memory. */
export const CUDA_IPC: ConnectorEntry = {
  name: 'CudaIpcConnector',
  title: 'CUDA IPC',
  summary: 'Large GPU tensors are handed over by CUDA IPC handle, everything else as with shared memory.',
  transport: 'cuda-ipc',
  scope: 'same-gpu',
  registered: { '2025-12': [], '2026-07': [], '2026-09': ['CudaIpcConnector'] },
  branchNames: ['CudaIPCConnector'],
  transferEngineIn: [],
  roles: { values: [], meaning: 'Ignored: either end may put and get.' },
  singleConsumer: true,
  rawData: true,
  dualCapable: true,
  asyncChunk: { ability: 'yes', why: 'Chunks are looked up by key, as with shared memory.' },
  requires: "CUDA, and the producer's GPU among the consumer's visible devices",
  extra: [
    {
      name: 'inline_tensor_bytes',
      types: ['integer'],
      unit: 'bytes',
      default: 65536,
      minimum: 1,
      internal: false,
      reader: 'connector',
      meaning: 'A payload whose tensors are all at most this large takes the plain shared-memory path.',
    },
    {
      name: 'use_ipc',
      types: ['boolean'],
      default: true,
      internal: false,
      reader: 'connector',
      meaning: 'False copies through a framed host segment instead of handing over GPU memory.',
    },
    {
      name: 'thinker_talker_handoff',
      types: ['boolean'],
      default: false,
      internal: false,
      reader: 'stage-processor',
      meaning:
        'Pass the thinker’s hidden states through the connector instead of as nested lists (MiniCPM-o).',
    },
    {
      name: 'thinker_talker_handoff_ttl_s',
      types: ['number', 'integer'],
      unit: 'seconds',
      default: 600,
      minimum: 0,
      internal: false,
      reader: 'stage-processor',
      meaning: 'How long an uncollected handoff is kept.',
    },
    ...SHARED_MEMORY_KEYS.filter(key => key.branch === undefined),
  ],
  mistaken: [
    {
      key: 'memory_pool_device',
      instead: 'use_ipc',
      why: 'There is no pool; `use_ipc` decides where tensors stay.',
    },
    { key: 'host', instead: null, why: 'CUDA IPC never leaves the host.' },
  ],
}
