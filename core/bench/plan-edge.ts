import { connectorEntry, findConnector } from '../connectors/index.ts'
import type { ConnectorEntry } from '../connectors/types.ts'
import type { Analysis, EdgeView, TargetId } from '../contract/analysis.ts'
import type { KvTransfer } from '../contract/effective.ts'
import { toPlain } from '../value/plain.ts'
import { chunksOf } from './chunks.ts'
import { kvShapeOf, kvTransferOf, orchestratorAddress, planLanes } from './lanes.ts'
import type { LoopbackMap } from './loopback-map.ts'
import type { BenchAddress, BenchEdge, BenchLane } from './types.ts'

export type PlannedEdge =
  | { readonly edge: BenchEdge }
  | { readonly skipped: { readonly edge: string; readonly reason: string } }

/** What the bench runs an edge through, or why it can't. */
export function planEdge(view: EdgeView, analysis: Analysis, loopback: LoopbackMap): PlannedEdge {
  const skip = (reason: string): PlannedEdge => ({ skipped: { edge: view.id, reason } })
  if (view.ghost)
    return skip('One of its ends is not a stage of this file, so no process would send or read.')
  if (view.from === view.to) return skip('The runtime gives a stage that feeds itself no role.')
  const entry = connectorEntry(view.connectorName, analysis.target)
  if (entry === null) return skip(unknownConnector(view.connectorName, analysis.target))
  const kv = kvTransferOf(view, analysis)
  if (kv?.problem) return skip(`Its KV transfer cannot be mapped: ${kv.problem}${keysApart(kv)}`)
  if ((kv?.pairs.length ?? 0) > MAX_LANES) return skip(tooManyLanes(kv?.pairs.length ?? 0))
  if (entry.transport === 'shared-memory' || entry.transport === 'cuda-ipc')
    return { edge: sharedMemoryEdge(view, analysis, entry, loopback) }
  if (!entry.transferEngineIn.includes(analysis.target))
    return { edge: storeEdge(view, analysis, entry, loopback) }
  const problem = analysis.ports.problems.find(({ edge }) => edge.from === view.from && edge.to === view.to)
  if (problem) return skip(`Its ports cannot be computed: ${problem.message}`)
  const edge = engineEdge(view, analysis, entry, loopback)
  const ways = edge.lanes?.length ?? 1
  return ways > MAX_LANES ? skip(tooManyLanes(ways)) : { edge }
}

/** Which keys only one end would name: the receiver waits for those that nobody puts until its time is up. */
function keysApart({ pairs, asked }: Pick<KvTransfer, 'pairs' | 'asked'>): string {
  if (asked === undefined) return ''
  const sent = pairs.map(({ key }) => key)
  const unread = sent.filter(key => !asked.includes(key))
  const unsent = asked.filter(key => !sent.includes(key))
  return ` Of ${sent.length} keys put and ${asked.length} asked for, put and not asked for: ${some(unread)}; asked for and not put: ${some(unsent)}. The receiver would wait for those until its recv_timeout.`
}

const MOST_NAMED = 8

const some = (keys: readonly string[]): string =>
  keys.length === 0
    ? 'none'
    : keys.slice(0, MOST_NAMED).join(', ') +
      (keys.length > MOST_NAMED ? ` and ${keys.length - MOST_NAMED} more` : '')

/** Each takes a socket and a connector at both ends. */
const MAX_LANES = 256

const tooManyLanes = (ways: number): string =>
  `It has ${ways} ways between replicas and ranks; at most ${MAX_LANES} are opened on one machine.`

/** Hosts that an edge binds or dials, as written. */
export const hostsOf = (view: EdgeView, analysis: Analysis): readonly string[] =>
  analysis.ports.endpoints
    .filter(({ edge }) => edge.from === view.from && edge.to === view.to)
    .map(({ host }) => host)

function unknownConnector(name: string, target: TargetId): string {
  const elsewhere = findConnector(name)
  return elsewhere === null
    ? `The runtime knows no connector "${name}" and would stop with \`Unknown connector\`.`
    : `Target ${target} knows no ${name}; choose a target that has it or another connector.`
}

/** What the file says in `extra` of an edge's connector; empty where it has none. */
export const extraOf = (view: EdgeView, analysis: Analysis): Readonly<Record<string, unknown>> => {
  const spec = analysis.transfer.ok
    ? analysis.transfer.value?.connectors.find(({ from, to }) => from === view.from && to === view.to)
    : undefined
  const extra = spec === undefined ? {} : toPlain(spec.spec.extra)
  return typeof extra === 'object' && extra !== null && !Array.isArray(extra) ? { ...extra } : {}
}

function common(view: EdgeView, analysis: Analysis, lanes: readonly BenchLane[] = []) {
  const { id, from, to, connectorLabel, connectorName } = view
  const extra = extraOf(view, analysis)
  const kv = kvTransferOf(view, analysis)
  return {
    id,
    from,
    to,
    connectorLabel,
    connectorName,
    extra,
    chunks: chunksOf(view, extra, analysis),
    ...(kv === null ? {} : { kv: kvShapeOf(view, analysis, kv) }),
    ...(lanes.length === 0 ? {} : { lanes }),
  }
}

const NO_CONNECTOR =
  'The file gives this edge no connector; the stage falls back to SharedMemoryConnector with its defaults.'

function sharedMemoryEdge(
  view: EdgeView,
  analysis: Analysis,
  entry: ConnectorEntry,
  loopback: LoopbackMap,
): BenchEdge {
  const standIn =
    entry.transport === 'cuda-ipc'
      ? `Host shared memory stands in for ${view.connectorName}: no GPU memory is shared, so device copies and IPC handles do not show.`
      : view.origin === 'pipeline'
        ? NO_CONNECTOR
        : null
  const lanes = planLanes(view, analysis, loopback, kvTransferOf(view, analysis))
  return { ...common(view, analysis, lanes), transport: 'shared-memory', standIn, bind: null, dial: null }
}

const THE_STORE: BenchAddress = { host: '127.0.0.1', port: 0, mappedFrom: 'the store' }

function storeEdge(
  view: EdgeView,
  analysis: Analysis,
  entry: ConnectorEntry,
  loopback: LoopbackMap,
): BenchEdge {
  const lanes = planLanes(view, analysis, loopback, kvTransferOf(view, analysis))
  return {
    ...common(
      view,
      analysis,
      lanes.map(lane => ({ ...lane, bind: THE_STORE, dial: THE_STORE })),
    ),
    transport: 'tcp',
    standIn: `TCP on loopback stands in for ${entry.title}: the sender itself keeps the payloads on a free port, with the store's retries; a store server, its replicas and its network do not show.`,
    bind: THE_STORE,
    dial: THE_STORE,
  }
}

function engineEdge(
  view: EdgeView,
  analysis: Analysis,
  entry: ConnectorEntry,
  loopback: LoopbackMap,
): BenchEdge {
  const lanes = planLanes(view, analysis, loopback, kvTransferOf(view, analysis))
  const bind = lanes[0]?.bind ?? null
  const dial = lanes[0]?.dial ?? null
  const stands = `TCP on loopback stands in for ${entry.title}: ports, roles, requests and time-outs are the file's; RDMA, its registration of memory and the network between hosts do not show.`
  const unresolved =
    dial === null
      ? ' The receiver has no sender_host, so each request carries the address of its sender.'
      : ''
  const limit = loopback.limit === null ? '' : ` ${loopback.limit}`
  return {
    ...common(view, analysis, lanes),
    transport: 'tcp',
    standIn: `${stands}${unresolved}${limit}`,
    bind,
    dial,
    orchestrator: orchestratorAddress(view, analysis, loopback),
  }
}
