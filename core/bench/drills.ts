import type { BenchEdge, DrillKind, DrillOutcome } from './types.ts'

export const DRILL_KINDS: readonly DrillKind[] = [
  'kill-producer',
  'kill-consumer',
  'stall',
  'withhold-terminal',
  'fill-shm',
  'occupy-port',
  'wrong-sender-host',
  'oversized',
]

/** Stands for the edge of a drill that fits none. */
export const NO_EDGE = '–'

/** Whether a drill was played: one that fits no edge of the file is not. */
export const isPlayed = ({ edge }: Pick<DrillOutcome, 'edge'>): boolean => edge !== NO_EDGE

/** `as expected`, `not as expected` or `not played`. */
export const drillVerdict = (outcome: Pick<DrillOutcome, 'edge' | 'asExpected'>): string =>
  !isPlayed(outcome) ? 'not played' : outcome.asExpected ? 'as expected' : 'not as expected'

export interface DrillFacts {
  readonly title: string
  /** What the runtime does, by its own code and its reports. */
  readonly expected: (edge: BenchEdge) => string
  /** Edges that the drill makes sense for. */
  readonly fits: (edge: BenchEdge) => boolean
  /** What the bench does instead of the real thing; null when it does the real thing. */
  readonly simulated: string | null
  /** Codes of the failures that count as expected. */
  readonly codes: readonly string[]
}

const anyEdge = (): boolean => true
const isShared = (edge: BenchEdge): boolean => edge.transport === 'shared-memory'
const isTcp = (edge: BenchEdge): boolean => edge.transport === 'tcp'
const bindsPlannedPort = (edge: BenchEdge): boolean => isTcp(edge) && (edge.bind?.port ?? 0) > 0
const hasPool = (edge: BenchEdge): boolean => isTcp(edge) && edge.connectorName !== 'NixlConnector'

/** Every drill: what is done, on which edges, and what the runtime is expected to do. */
export const DRILLS: Readonly<Record<DrillKind, DrillFacts>> = {
  'kill-producer': {
    title: 'Kill the producer',
    fits: anyEdge,
    expected: edge =>
      isShared(edge)
        ? 'The receiver is not told: it polls until its own time-out (KV 30 s, chunks and inputs 300 s). The unread segment and its lock file stay in /dev/shm.'
        : 'The receiver gets no answer: its query times out after 5 s, and it gives up after 30 s (KV) or 300 s (inputs).',
    simulated: null,
    codes: ['process-died'],
  },
  'kill-consumer': {
    title: 'Kill the consumer',
    fits: anyEdge,
    expected: edge =>
      isShared(edge)
        ? 'The sender is not told: put has succeeded. The unread segment and its lock file stay until the sender closes.'
        : 'The sender is not told: put has succeeded. The payload keeps its part of the pool for 300 s.',
    simulated: null,
    codes: ['process-died'],
  },
  stall: {
    title: 'Stall the consumer',
    fits: anyEdge,
    expected: () =>
      'The payload waits unread. The receiver, once it looks again, gets it; whoever waits for its output sees a time-out (300 s in the coordinator). Here the limit is the time-out of the run.',
    simulated: null,
    codes: ['timeout'],
  },
  'withhold-terminal': {
    title: 'Withhold the last chunk',
    fits: anyEdge,
    expected: () =>
      'Without the chunk that says finished the receiver waits on: WAITING_FOR_CHUNK, until the coordinator gives up after 300 s. Here the limit is the time-out of the run.',
    simulated: null,
    codes: ['timeout'],
  },
  'fill-shm': {
    title: 'Fill shared memory',
    fits: isShared,
    expected: () =>
      'put fails, is logged and returns (False, 0, None); the request goes through the queue instead, or waits for a payload that never comes.',
    simulated:
      'Shared memory counts as full for this run only (a quota below the payload): filling /dev/shm would hit other programs, and a tmpfs of its own was not to be had (that takes root or user namespaces, and a payload of 64 KiB).',
    codes: ['ENOSPC'],
  },
  'occupy-port': {
    title: 'Occupy the port',
    fits: bindsPlannedPort,
    expected: () =>
      'The sender cannot bind: RuntimeError "failed to bind", and the stage ends while it starts.',
    simulated: null,
    codes: ['EADDRINUSE'],
  },
  'wrong-sender-host': {
    title: 'Name a wrong sender_host',
    fits: bindsPlannedPort,
    expected: () =>
      'Nothing answers there: the query times out after 5 s and get returns None, again and again, until the request is given up (KV 30 s, and it goes on without).',
    simulated: null,
    codes: ['ECONNREFUSED', 'timeout'],
  },
  oversized: {
    title: 'Send more than the pool holds',
    fits: hasPool,
    expected: () =>
      'The allocator raises MemoryError "Out of memory in buffer pool"; put turns it into (False, 0, None).',
    simulated:
      'The pool is made smaller than the payload for this run: a payload above the real one would fill this machine.',
    codes: ['pool-exhausted'],
  },
}
