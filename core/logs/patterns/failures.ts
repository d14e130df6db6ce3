import { always, type LogPattern, portIn } from './pattern.ts'

const KV: readonly LogPattern[] = [
  {
    pattern: /Timeout waiting for KV cache for request .{0,300}? after ([\d.]+)s/,
    read: match => ({
      kind: 'error',
      meaning: `No KV cache arrived within ${match[1]} s; the request goes on without it. Sender and receiver must both have their flag, a connector for the edge, and the same keys.`,
      rules: ['KV-1', 'KV-2', 'KV-7', 'EP-1'],
      kv: true,
    }),
  },
  always(
    /KV transfer FAILED|Failed KV transfer for/,
    'error',
    ['MEM-2', 'KV-1'],
    'A KV cache could not be handed over after three tries.',
    { kv: true },
  ),
  always(
    /KV TP mapping must be divisible/,
    'error',
    ['KV-3'],
    'The TP sizes of the two stages do not divide each other.',
    { kv: true },
  ),
  always(
    /KV head count must be divisible/,
    'error',
    ['KV-4'],
    'The KV heads of one rank cannot be shared out to the ranks of the receiver.',
    { kv: true },
  ),
  always(
    /No connector available|Transfer stages \(omni_from_stage, omni_to_stage\) not configured/,
    'error',
    ['KV-1'],
    'The stage has a KV flag and no connector for an edge.',
    { kv: true },
  ),
  always(
    /Native AR-to-DiT KV transfer requires async_chunk=False/,
    'error',
    ['KV-6'],
    'Native KV transfer and async_chunk exclude each other in this runtime.',
  ),
]

const PORTS: readonly LogPattern[] = [
  {
    pattern: /Address already in use|EADDRINUSE|\berrno 98\b|failed to bind ZMQ/i,
    read: match => {
      const port = portIn(match.input)
      return {
        kind: 'error',
        meaning: `A port is taken${port === null ? '' : `: ${port}`}. Two workers derive the same number, or another program has it.`,
        rules: ['PORT-2', 'PORT-5', 'PORT-4', 'PORT-7', 'PORT-6'],
        ...(port === null ? {} : { port }),
      }
    },
  },
  {
    pattern: /Resolved connector port must be in \[1, 65535\], got (\d+)/,
    read: match => ({
      kind: 'error',
      meaning: `Base, replica and rank add up to ${match[1]}, beyond the last port.`,
      rules: ['PORT-3'],
    }),
  },
  {
    pattern: /from_stage must be in \[0, 16\)|Transfer-engine stage id must be an integer/,
    read: () => ({
      kind: 'error',
      meaning: 'The id of a sending stage is no number from 0 to 15, and its port is computed from it.',
      rules: ['PORT-1'],
    }),
  },
  {
    pattern: /\b(\w{1,60}) references unset environment variable\(s\): (.{1,300}?)\. Original/,
    read: match => ({
      kind: 'error',
      meaning: `${match[1]} needs ${match[2]} in the environment of the launch.`,
      rules: ['EP-3'],
    }),
  },
  {
    pattern: /\b(\w{1,60}) must be an integer after environment expansion/,
    read: match => ({
      kind: 'error',
      meaning: `${match[1]} is no integer once its variables are replaced.`,
      rules: ['EXTRA-1', 'EP-3'],
    }),
  },
  always(
    /requires sender info/,
    'error',
    ['EP-1'],
    'A receiver has no sender to ask: sender_host is not set, or is auto, which counts as not set.',
  ),
  always(
    /Connection refused|ECONNREFUSED/i,
    'error',
    ['EP-1', 'MN-1'],
    'Nobody listens where the receiver dials: wrong sender address or port, or the sender is not up.',
  ),
]

const WIRING: readonly LogPattern[] = [
  always(
    /Undefined connector reference/,
    'error',
    ['WIRE-1'],
    'A stage names a connector that is not defined.',
  ),
  always(/Connector type mismatch for edge/, 'error', ['WIRE-2'], 'The two ends name different classes.'),
  always(/Unknown connector: /, 'error', ['NAME-1'], 'The runtime has no connector of that name.'),
  always(
    /Connector configuration missing for edges/,
    'error',
    ['WIRE-5'],
    'Edges are left without a connector, because filling them in failed half-way.',
  ),
  always(
    /is not supported: got a second (?:inbound|outbound) edge/,
    'error',
    ['WIRE-8'],
    'This runtime takes one edge in and one out per stage.',
  ),
  always(
    /requires an NPU memory pool|\bxgmi\b.{0,80}?\bcpu\b/i,
    'error',
    ['MEM-4'],
    'The connector does not take a memory pool on that device.',
  ),
  always(
    /only available in the NPU platform|(?:Mooncake|mori|nixl)\b.{0,60}(?:not available|not installed|No module named)|No module named '(?:mooncake|mori|nixl)/i,
    'error',
    ['NAME-1'],
    'The package behind the connector is not installed where the stage runs.',
  ),
  always(
    /Mooncake setup failed/,
    'error',
    ['EP-3', 'PORT-5'],
    'The Mooncake store could not reach its master or metadata server.',
  ),
  always(
    /Failed to initialize connector for edge|Failed to create connector/,
    'error',
    ['NAME-1', 'EXTRA-1', 'MEM-4', 'PORT-2'],
    'The connector of an edge could not be created; the cause stands at the end of the line.',
  ),
  always(
    /Failed to load transfer config/,
    'error',
    ['WIRE-1', 'WIRE-2'],
    'The transfer configuration was refused, and the engine runs on without any connector.',
  ),
  always(
    /Failed to build connector config for stage/,
    'warning',
    ['EP-3', 'PORT-1'],
    'The stage gets no connector and falls back to the built-in one; ports or variables can’t be resolved.',
  ),
  always(
    /Failed to auto-configure SHM connectors/,
    'warning',
    ['WIRE-5', 'GRAPH-1'],
    'No automatic connector was filled in; an entry of the list of edges is malformed.',
  ),
]

const STREAMING: readonly LogPattern[] = [
  always(
    /timed out waiting for (?:chunk|input)|waited > ?\d+ ?s/i,
    'error',
    ['CHUNK-1', 'CHUNK-2', 'WIRE-5'],
    'A chunk or a stage’s input never came; the stage before it failed or streams under other keys.',
  ),
  always(
    /incompatible async_chunk settings on connector edge/,
    'error',
    ['CHUNK-1'],
    'The two ends of an edge do not agree on async_chunk.',
  ),
  always(
    /uses the removed `?stage_args`? schema/,
    'error',
    ['SCH-1'],
    'The file is a legacy one, which this runtime no longer reads.',
  ),
  always(
    /unrecognized arguments: /,
    'error',
    ['CMD-1'],
    'The launch command has a flag that this runtime does not know.',
  ),
]

const MACHINE: readonly LogPattern[] = [
  always(
    /No space left on device|\/dev\/shm\b.{0,200}\bfull\b|\bBus error\b|\bSIGBUS\b/i,
    'error',
    ['SHM-1', 'SHM-2'],
    'Shared memory is full: payloads stay there until they are read.',
  ),
  always(
    /Out of memory in buffer pool|Pool exhausted/i,
    'error',
    ['MEM-2'],
    'The connector’s pool is too small for what is in flight.',
  ),
  always(
    /Free memory on device .{0,200} is less than desired|No available memory for the cache blocks|CUDA out of memory/i,
    'error',
    ['MEM-1', 'MEM-6', 'MEM-5'],
    'The stages on one card want more memory than it has.',
  ),
  {
    pattern: /requires (\d+) devices, but only (\d+) devices are visible/,
    read: match => ({
      kind: 'error',
      meaning: `The stage wants ${match[1]} cards and sees ${match[2]}.`,
      rules: ['DEV-4', 'DEV-2', 'DEV-1'],
    }),
  },
  always(
    /need either \d+ \(per-replica template\) or \d+ \(pool\)|template-mode device/,
    'error',
    ['DEV-3', 'DEV-1'],
    'The devices of a stage cannot be split among its replicas.',
  ),
  always(
    /Failed to modify QP to RTR|transport retry counter exceeded|\bibv_\w{1,40}\b.{0,60}?failed/i,
    'error',
    ['RDMA-1'],
    'RDMA could not connect the two ends.',
  ),
]

/** Lines that tell of something that went wrong; the narrower cause comes before the wider one. */
export const FAILURES: readonly LogPattern[] = [...KV, ...PORTS, ...WIRING, ...STREAMING, ...MACHINE]
