import type { LogKind, LogTransfer } from './types.ts'

/** What a pattern makes of a line besides where it belongs. */
export interface Recognised {
  readonly kind: LogKind
  readonly meaning: string
  readonly rule: string | null
  readonly port?: number
  readonly transfer?: LogTransfer
  /** The line is about KV without naming an edge: that of the file's one KV transfer. */
  readonly kv?: boolean
}

export interface LogPattern {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray) => Recognised
}

const always = (
  pattern: RegExp,
  kind: LogKind,
  rule: string | null,
  meaning: string,
  more: Pick<Recognised, 'kv'> = {},
): LogPattern => ({ pattern, read: () => ({ kind, meaning, rule, ...more }) })

const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text))

const seconds = (text: string | undefined): number | null => (text === undefined ? null : Number(text) * 1000)

/** The last number that can be a port and follows a colon, a bracket or a blank. */
const portIn = (text: string): number | null =>
  number(Array.from(text.matchAll(/[:( ](\d{4,5})\b/g)).at(-1)?.[1])

const TRANSFERS: readonly LogPattern[] = [
  {
    pattern: /KV transfer OK: .*?, (\d+) bytes(?: across \d+ key\(s\))?(?:, ([\d.]+)s, ([\d.]+) MB\/s)?/,
    read: match => ({
      kind: 'transfer',
      meaning: 'A KV cache was handed to the connector.',
      rule: null,
      kv: true,
      transfer: {
        bytes: number(match[1]),
        millis: seconds(match[2]),
        mibPerSecond: number(match[3]),
        parts: [],
      },
    }),
  },
  {
    pattern: /Successfully received KV cache for .*?, (\d+) bytes.*?wait=([\d.]+)s, link=([\d.]+)ms/,
    read: match => {
      const bytes = Number(match[1])
      const link = Number(match[3])
      return {
        kind: 'transfer',
        meaning: `A KV cache arrived; the stage waited ${match[2]} s for it.`,
        rule: null,
        kv: true,
        transfer: {
          bytes,
          millis: link,
          mibPerSecond: link > 0 ? bytes / 2 ** 20 / (link / 1000) : null,
          parts: [{ name: 'wait', millis: Number(match[2]) * 1000 }],
        },
      }
    },
  },
  {
    pattern: /\[(?:RDMA|YR|MORI|NIXL) GET\] \S+: (.*?)total=([\d.]+)ms(?:, ([\d.]+) MB\/s)?/,
    read: match => {
      const millis = Number(match[2])
      const rate = number(match[3])
      return {
        kind: 'transfer',
        meaning: 'A transfer engine fetched a payload.',
        rule: null,
        transfer: {
          bytes: rate === null ? null : Math.round(rate * 2 ** 20 * (millis / 1000)),
          millis,
          mibPerSecond: rate,
          parts: Array.from((match[1] ?? '').matchAll(/(\w+)=([\d.]+)ms/g), part => ({
            name: part[1] ?? '',
            millis: Number(part[2]),
          })),
        },
      }
    },
  },
]

const FAILURES: readonly LogPattern[] = [
  {
    pattern: /Timeout waiting for KV cache for request .*? after ([\d.]+)s/,
    read: match => ({
      kind: 'error',
      meaning: `No KV cache arrived within ${match[1]} s; the request goes on without it. Sender and receiver must both have their flag, a connector for the edge, and the same keys.`,
      rule: 'KV-1',
      kv: true,
    }),
  },
  always(/KV transfer FAILED/, 'error', 'KV-1', 'A KV cache could not be handed over after three tries.', {
    kv: true,
  }),
  always(
    /KV (?:TP mapping must be divisible|head count must be divisible)/,
    'error',
    'KV-3',
    'The TP sizes of the two stages do not divide each other.',
    { kv: true },
  ),
  always(/No connector available/, 'error', 'KV-1', 'The stage has a KV flag and no connector.', {
    kv: true,
  }),
  {
    pattern: /Address already in use|EADDRINUSE|\berrno 98\b/i,
    read: match => {
      const port = portIn(match.input)
      return {
        kind: 'error',
        meaning: `A port is taken${port === null ? '' : `: ${port}`}. Two workers derive the same number, or another program has it.`,
        rule: 'PORT-2',
        ...(port === null ? {} : { port }),
      }
    },
  },
  {
    pattern: /Resolved connector port must be in \[1, 65535\], got (\d+)/,
    read: match => ({
      kind: 'error',
      meaning: `Base, replica and rank add up to ${match[1]}, beyond the last port.`,
      rule: 'PORT-3',
    }),
  },
  {
    pattern: /\b(\w{1,60}) references unset environment variable\(s\): (.+?)\. Original/,
    read: match => ({
      kind: 'error',
      meaning: `${match[1]} needs ${match[2]} in the environment of the launch.`,
      rule: 'EP-3',
    }),
  },
  always(
    /Undefined connector reference/,
    'error',
    'WIRE-1',
    'A stage names a connector that is not defined.',
  ),
  always(/Connector type mismatch for edge/, 'error', 'WIRE-2', 'The two ends name different classes.'),
  always(/Unknown connector: /, 'error', 'NAME-1', 'The runtime has no connector of that name.'),
  always(
    /Failed to initialize connector for edge/,
    'error',
    null,
    'The connector of an edge could not be created; the cause stands at the end of the line.',
  ),
  always(
    /is not supported: got a second (?:inbound|outbound) edge/,
    'error',
    'WIRE-8',
    'This runtime takes one edge in and one out per stage.',
  ),
  always(
    /Failed to load transfer config/,
    'error',
    'WIRE-1',
    'The transfer configuration was refused, and the engine runs on without any connector.',
  ),
  always(
    /Failed to build connector config for stage/,
    'warning',
    null,
    'The stage gets no connector and falls back to the built-in one; ports or variables can’t be resolved.',
  ),
  always(
    /Failed to auto-configure SHM connectors/,
    'warning',
    'WIRE-5',
    'No automatic connector was filled in; an entry of the list of edges is malformed.',
  ),
  always(
    /timed out waiting for (?:chunk|input)/i,
    'error',
    'CHUNK-1',
    'A chunk or a stage’s input never came; the stage before it failed or streams under other keys.',
  ),
  always(
    /No space left on device|\/dev\/shm[^\n]{0,200}\bfull\b/i,
    'error',
    'SHM-1',
    'Shared memory is full: payloads stay there until they are read.',
  ),
  always(
    /Out of memory in buffer pool|Pool exhausted/i,
    'error',
    'MEM-2',
    'The connector’s pool is too small for what is in flight.',
  ),
  always(
    /(?:Free memory on device .* is less than desired|No available memory for the cache blocks|CUDA out of memory)/i,
    'error',
    'MEM-1',
    'The stages on one card want more memory than it has.',
  ),
  {
    pattern: /requires (\d+) devices, but only (\d+) devices are visible/,
    read: match => ({
      kind: 'error',
      meaning: `The stage wants ${match[1]} cards and sees ${match[2]}.`,
      rule: 'DEV-1',
    }),
  },
  always(
    /Failed to modify QP to RTR|ibv_.*failed/i,
    'error',
    'RDMA-1',
    'RDMA could not connect the two ends.',
  ),
  always(
    /(?:Connection refused|ECONNREFUSED)/i,
    'error',
    'EP-1',
    'Nobody listens where the receiver dials: wrong sender address or port, or the sender is not up.',
  ),
]

const NOTES: readonly LogPattern[] = [
  always(
    /Auto-configuring SharedMemoryConnector for edge/,
    'info',
    'WIRE-5',
    'The edge has no connector, so shared memory was filled in. That works on one host only.',
  ),
  always(/Created connector .*->/, 'info', null, 'A connector was created.'),
  {
    pattern: /Loaded (?:OmniTransferConfig with )?(\d+) connector config/i,
    read: match => ({ kind: 'info', meaning: `${match[1]} connectors were configured.`, rule: null }),
  },
  always(
    /sender[ _]info(?:rmation)? updated|Updated sender info/i,
    'info',
    'EP-1',
    'A receiver learned its sender’s address.',
  ),
]

/** The first pattern that fits decides. */
export const LOG_PATTERNS: readonly LogPattern[] = [...TRANSFERS, ...FAILURES, ...NOTES]
