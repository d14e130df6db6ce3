import type { ConnectorEntry, ExtraKey } from './types.ts'

/** Keys that the shared-memory class reads; the CUDA IPC class inherits them. */
export const SHARED_MEMORY_KEYS: readonly ExtraKey[] = [
  {
    name: 'shm_threshold_bytes',
    types: ['integer'],
    unit: 'bytes',
    default: 65536,
    minimum: 0,
    removed: '2026-07',
    internal: false,
    reader: 'connector',
    meaning:
      'Payloads strictly larger than this went to shared memory, smaller ones inline; since early 2026 the key is accepted and ignored.',
  },
  {
    name: 'wakeup_scope',
    types: ['string'],
    since: '2026-09',
    internal: false,
    reader: 'connector',
    meaning:
      'Text that both ends share; its hash names the folder of the wake-up FIFOs instead of user and parent process.',
  },
  {
    name: 'host_ring_bytes',
    types: ['integer'],
    unit: 'bytes',
    default: 4194304,
    minimum: 0,
    maximum: 67108864,
    branch: 'host ring',
    internal: false,
    reader: 'connector',
    meaning: 'Size of the ring file per edge; 0 turns it off, anything else must be 4096 to 67108864.',
  },
  {
    name: 'stage_id',
    types: ['integer'],
    default: -1,
    internal: true,
    reader: 'framework',
    meaning: "Stage of the worker that owns the instance; names the receiver's wake-up FIFO.",
  },
]

/** Shared memory of one host (`SharedMemoryConnector`). Rules: the runtime's shm_connector. */
export const SHARED_MEMORY: ConnectorEntry = {
  name: 'SharedMemoryConnector',
  title: 'Shared memory',
  summary:
    'Payloads go through /dev/shm of one host; what the runtime fills in when an edge names no connector.',
  transport: 'shared-memory',
  scope: 'same-host',
  registered: {
    '2025-12': ['SharedMemoryConnector'],
    '2026-07': ['SharedMemoryConnector'],
    '2026-09': ['SharedMemoryConnector'],
  },
  branchNames: [],
  transferEngineIn: [],
  roles: { values: [], meaning: 'Ignored: either end may put and get.' },
  singleConsumer: true,
  rawData: false,
  dualCapable: true,
  asyncChunk: { ability: 'yes', why: 'Chunks are looked up by key; a missing one is an immediate miss.' },
  requires: null,
  extra: SHARED_MEMORY_KEYS,
  mistaken: [
    {
      key: 'threshold',
      instead: null,
      why: 'Every payload goes to shared memory; there is no threshold any more.',
    },
    { key: 'zmq_port', instead: null, why: 'Shared memory has no port.' },
    { key: 'host', instead: null, why: 'Shared memory never leaves the host.' },
    {
      key: 'memory_pool_size',
      instead: null,
      why: 'There is no pool: each payload is a segment of its own.',
    },
  ],
}
