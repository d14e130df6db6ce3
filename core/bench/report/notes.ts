import { formatMillis, formatNumber } from '../format.ts'
import { MAX_OPEN_LOOP } from '../plan.ts'
import type { BenchOptions, BenchPlan, BenchReport, OpenLoop } from '../types.ts'

/**
 * What is to be known before a figure is believed: where the bench does something else than the runtime, and what is
 * only a bound. What an edge's stand-in cannot show is said with the edge.
 */
export function runNotes({
  plan,
  openLoop,
  peer,
}: Pick<BenchReport, 'plan' | 'openLoop' | 'peer'>): readonly string[] {
  const { edges, options } = plan
  const has = (transport: 'tcp' | 'shared-memory') => edges.some(edge => edge.transport === transport)
  const { mode } = options
  return [
    has('tcp') && mode !== 'drill' ? LENT : '',
    has('shared-memory') && mode !== 'drill' ? peakNote(plan) : '',
    options.segments === 'recycled' && has('shared-memory') ? RECYCLED : '',
    peer !== undefined ? PEER_LOOP : '',
    openLoop === undefined ? '' : openLoopNote(openLoop),
    mode === 'drill' ? '' : NOTICE,
    (mode === 'ping' || mode === 'sweep') && options.warmup > 0 ? WARM : '',
    mode === 'drill' ? '' : PLACED,
    hashesDelay(options) ? HASHES : '',
    edges.some(({ orchestrator }) => orchestrator != null) ? ORCHESTRATOR : '',
    edges.some(({ kv }) => (kv?.companions ?? 0) > 0) ? COMPANIONS : '',
  ].filter(note => note !== '')
}

const LENT =
  'Payloads are lent to the TCP stand-in, not copied: `put` keeps a reference and the bytes go to the socket from where they are. The transfer engines copy them into their registered pool first, so put is dearer there. The pool’s size, its rounding to 4 KiB and its 300 s are counted as if the bytes were in it.'

export const PEER_LOOP =
  'The Python peer does what a transfer takes here, notice, question for the size, pull and receipt, in a bare loop that keeps no figures and checks nothing; of a small payload that loop is most of the time, so compare sizes from 1 MiB.'

const RECYCLED =
  'Segments are recycled: consumed ones are renamed into a pool and filled again. The runtime does not do that; figures of a deployment are those of fresh segments.'

const NOTICE =
  'Notify is the way of a notice from stage to stage over a socket of this machine. In the runtime the notice goes through the orchestrator’s queue, which takes longer.'

const WARM =
  'Before its first figure every edge runs unmeasured for up to half a second, besides the warm-ups asked for, so that the code of its two processes is compiled.'

const PLACED =
  'From 64 KiB on, payloads and read buffers lie in huge pages where the system gives them, at places between which a copy is fast. Memory of a deployment lies anywhere: some processors (AMD Zen 3 is one) copy up to ten times slower where the target lies 1 to 31 bytes behind the source, counted modulo 4096.'

const ORCHESTRATOR =
  'The orchestrator’s sockets are bound by the process that runs the bench, after those of the stages, so that a port that both want is noticed; nothing is sent through them.'

const COMPANIONS =
  'Request ids of guidance companions are the bench’s own (`…__companion_1`); a pipeline gives them others.'

const openLoopNote = ({ requests, late, worstLateMs }: OpenLoop): string =>
  late === 0
    ? `All ${formatNumber(requests)} requests started when they were due; the rate was kept.`
    : `${formatNumber(late)} of ${formatNumber(requests)} requests started later than they were due, up to ${formatMillis(worstLateMs)}, because ${MAX_OPEN_LOOP} were under way, the most that the bench lets be. Their waiting is not in the times: the rate is more than this machine takes.`

/** Where several requests are under way, a stage that hashes one cannot serve another. */
export const hashesDelay = ({ mode, integrity, loop, concurrency }: BenchOptions): boolean =>
  (mode === 'flow' || mode === 'load') && integrity !== 'off' && (loop === 'open' || concurrency > 1)

const HASHES =
  'A payload’s own hash is not in its times. With several requests under way, though, a stage that hashes one payload keeps the others waiting; `--integrity off` shows the times without that.'

function peakNote({ edges, options }: BenchPlan): string {
  if (options.mode !== 'flow' && options.mode !== 'load')
    return 'Peak shared memory is the most that one edge had unread at a time; edges are run one after the other.'
  return edges.filter(({ transport }) => transport === 'shared-memory').length > 1
    ? 'Peak shared memory is an upper bound: the sum of the most that each edge had unread, which need not have been at the same time.'
    : 'Peak shared memory is the most that the edge had unread at a time.'
}
