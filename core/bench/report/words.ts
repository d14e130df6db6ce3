import { TARGET_IDS, TARGETS } from '../../targets/index.ts'
import { formatBytes, formatMillis, formatNumber } from '../format.ts'
import type {
  BenchEdge,
  BenchKv,
  BenchOptions,
  BenchPlan,
  BenchReport,
  EdgeFailure,
  Residue,
} from '../types.ts'
import { hashesDelay } from './notes.ts'
import { optionRows } from './option-words.ts'

export const STATE_WORDS: Readonly<Record<BenchReport['state'], string>> = {
  done: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
}

/** Head of a report: what was done with which file. */
export const reportTitle = ({ plan, fileName }: Pick<BenchReport, 'plan' | 'fileName'>): string =>
  `${plan.options.mode === 'drill' ? 'Drills' : 'Transfers'} of ${fileName}`

/** What the figures depend on, as pairs of name and value. */
export function environmentRows(report: BenchReport): readonly (readonly [string, string])[] {
  const { environment: env, plan } = report
  const { options } = plan
  return [
    [
      'Run',
      `${report.runId}, ${report.startedAt}, ${formatMillis(report.elapsedMs)}, ${STATE_WORDS[report.state]}`,
    ],
    ['File', report.fileName],
    ...optionRows(options),
    [
      'Segments',
      env.segments === 'fresh'
        ? 'fresh, as the runtime makes them'
        : 'recycled, which the runtime does not do',
    ],
    ['Integrity', integrityText(options)],
    ['Target', env.target],
    ['CPU', `${env.cpu}, ${env.cores} cores`],
    ['Memory', formatBytes(env.memoryBytes)],
    ['Kernel', env.kernel],
    ['Node', env.node],
    ['Stagewright', env.commit === null ? env.version : `${env.version} (${env.commit})`],
    ['Peak shared memory', formatBytes(report.peakShmBytes)],
    ['Left behind', residueText(report.residue)],
  ]
}

function integrityText(options: BenchOptions): string {
  if (options.integrity === 'off') return 'off: what arrived was not compared with what was sent'
  const which =
    options.integrity === 'all'
      ? 'the hash of every payload is compared'
      : 'the hash of one payload in sixteen is compared'
  return hashesDelay(options)
    ? `${which}; not in its own times, but others that are under way wait for it`
    : `${which}; not part of the times`
}

/** `nothing`, or what and how many. */
export function residueText(residue: Residue): string {
  const parts = [
    count(residue.segments.length, 'segment', 'segments'),
    count(residue.lockFiles.length, 'lock file', 'lock files'),
    count(residue.fifos.length, 'FIFO', 'FIFOs'),
    count(residue.sockets.length, 'socket', 'sockets'),
    count(residue.processes.length, 'process', 'processes'),
  ].filter(part => part !== '')
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

const count = (number: number, one: string, many: string): string =>
  number === 0 ? '' : `${number} ${number === 1 ? one : many}`

export const failureText = ({ edge, code, message, advice }: EdgeFailure): string =>
  `${edge}: ${code}. ${message} ${advice}`

/** What each edge ran through, and what stood in for what. */
export const transportRows = (report: BenchReport): readonly (readonly [string, string])[] =>
  report.plan.edges.map(edge => [
    edge.id,
    `${edge.connectorName} by ${edge.transport === 'tcp' ? 'TCP on loopback' : 'shared memory'}${addresses(edge)}.${pathWords(report.plan, edge)}${keyWords(report, edge.id)}${edge.standIn === null ? '' : ` ${edge.standIn}`}`,
  ])

type PlanFacts = Pick<BenchPlan, 'target' | 'options'>

/** How payloads go through an edge, as far as it is more than its transport: inline, FIFO, chunks, ranks. */
export const pathWords = (plan: PlanFacts, edge: BenchEdge): string =>
  memoryPath(plan, edge) + chunkWords(plan, edge) + ranks(edge)

/** What the target's shared memory does besides writing a segment. */
function memoryPath(plan: PlanFacts, { transport, extra }: BenchEdge): string {
  const target = TARGET_IDS.find(id => id === plan.target)
  if (transport !== 'shared-memory' || target === undefined) return ''
  const { path, defaultThresholdBytes } = TARGETS[target].sharedMemory
  const written = extra.shm_threshold_bytes
  const threshold = typeof written === 'number' ? written : defaultThresholdBytes
  if (path === 'inline-below-threshold')
    return ` Payloads of at most ${formatNumber(threshold)} bytes travel in the metadata instead, as they do in ${target}.`
  return path === 'key-named-fifo' ? ' A FIFO wakes the receiver; a stage without a number polls.' : ''
}

/** In how many chunks a reply crosses the edge. The runtime's first chunks are smaller; the bench sends full ones. */
function chunkWords({ options }: PlanFacts, { chunks = 1 }: BenchEdge): string {
  const { mode } = options
  return chunks > 1 && (mode === 'flow' || mode === 'load')
    ? ` A reply of ten seconds crosses in ${chunks} chunks, by the codec settings of the connector; all of them are as large as a full one, where the runtime’s first is smaller.`
    : ''
}

/** KV caches between ranks, or requests that take replicas and ranks in turn. */
function ranks({ kv, lanes = [] }: BenchEdge): string {
  const used = lanes.filter(({ idle }) => idle !== true).length
  if (kv !== undefined)
    return ` It moves KV caches from TP ${kv.fromTp} to TP ${kv.toTp}: ${used} ${used === 1 ? 'pair' : 'pairs'} of ranks per request.${companionWords(kv)}`
  return used > 1 ? ` Requests take ${used} pairs of replicas and ranks in turn.` : ''
}

/** A run of an earlier version knew no companions. */
const companionWords = ({ companions = 0 }: Partial<BenchKv>): string =>
  companions === 0
    ? ''
    : ` So does each of its ${companions} guidance ${companions === 1 ? 'companion' : 'companions'}, with a cache as large as the prompt’s, which is the most that the runtime sends.`

/** Whether both ends of a KV transfer named the same keys; empty where none was made. */
export function keyWords({ kvKeys = [] }: Pick<BenchReport, 'kvKeys'>, id: string): string {
  const sets = kvKeys.find(({ edge }) => edge === id)
  if (sets === undefined) return ''
  const unread = sets.sent.filter(key => !sets.asked.includes(key))
  const unsent = sets.asked.filter(key => !sets.sent.includes(key))
  if (unread.length + unsent.length === 0)
    return ` Both ends name the same ${sets.sent.length === 1 ? 'key' : `${sets.sent.length} keys`} per request.`
  return ` The ends do not name the same keys: sent and not asked for ${list(unread)}; asked for and not sent ${list(unsent)}.`
}

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))

function addresses({ bind, dial, orchestrator }: BenchEdge): string {
  if (bind === null || bind.port === 0) return ''
  const listens = `, the sender listens at ${bind.host}:${bind.port} (for ${bind.mappedFrom})`
  const dials = dial === null ? '' : `, the receiver dials ${dial.host}:${dial.port} (for ${dial.mappedFrom})`
  const also =
    orchestrator == null ? '' : `, the orchestrator binds ${orchestrator.host}:${orchestrator.port}`
  return listens + dials + also
}
