import { connectorEntry, findConnector } from '../connectors/index.ts'
import type { ConnectorEntry } from '../connectors/types.ts'
import type { Analysis, EdgeView, PortEndpoint, TargetId } from '../contract/analysis.ts'
import { toPlain } from '../value/plain.ts'
import { chunksOf } from './chunks.ts'
import { isUnresolvedHost, type LoopbackMap } from './loopback-map.ts'
import type { BenchAddress, BenchEdge } from './types.ts'

export type PlannedEdge =
  | { readonly edge: BenchEdge }
  | { readonly skipped: { readonly edge: string; readonly reason: string } }

/** Addresses of one edge as the file resolves them, before they are mapped to loopback. */
export interface WrittenAddresses {
  readonly bind: { readonly host: string; readonly port: number } | null
  readonly dial: { readonly host: string; readonly port: number } | null
}

/** What the bench runs an edge through, or why it can't. */
export function planEdge(view: EdgeView, analysis: Analysis, loopback: LoopbackMap): PlannedEdge {
  const skip = (reason: string): PlannedEdge => ({ skipped: { edge: view.id, reason } })
  if (view.ghost)
    return skip('One of its ends is not a stage of this file, so no process would send or read.')
  if (view.from === view.to) return skip('The runtime gives a stage that feeds itself no role.')
  const entry = connectorEntry(view.connectorName, analysis.target)
  if (entry === null) return skip(unknownConnector(view.connectorName, analysis.target))
  if (entry.transport === 'shared-memory' || entry.transport === 'cuda-ipc')
    return { edge: sharedMemoryEdge(view, analysis, entry) }
  if (!entry.transferEngineIn.includes(analysis.target)) return { edge: storeEdge(view, analysis, entry) }
  const problem = analysis.ports.problems.find(({ edge }) => edge.from === view.from && edge.to === view.to)
  if (problem) return skip(`Its ports cannot be computed: ${problem.message}`)
  return { edge: engineEdge(view, analysis, entry, loopback) }
}

/** Where rank 0 of replica 0 of a transfer-engine edge listens and is looked for. */
export function writtenAddresses(view: EdgeView, analysis: Analysis): WrittenAddresses {
  const own = analysis.ports.endpoints.filter(
    ({ edge, purpose }) => edge.from === view.from && edge.to === view.to && purpose !== 'orchestrator',
  )
  const first = (action: PortEndpoint['action']) =>
    [...own]
      .filter(endpoint => endpoint.action === action)
      .sort(
        (a, b) =>
          Number(a.purpose === 'kv_transfer') - Number(b.purpose === 'kv_transfer') ||
          a.replica - b.replica ||
          a.rank - b.rank,
      )[0]
  const bind = first('bind')
  const dial = first('dial')
  return {
    bind: bind === undefined ? null : { host: bind.host, port: bind.port },
    dial: dial === undefined ? null : { host: dial.host, port: dial.port },
  }
}

function unknownConnector(name: string, target: TargetId): string {
  const elsewhere = findConnector(name)
  return elsewhere === null
    ? `The runtime knows no connector "${name}" and would stop with \`Unknown connector\`.`
    : `Target ${target} knows no ${name}; choose a target that has it or another connector.`
}

const extraOf = (view: EdgeView, analysis: Analysis): Readonly<Record<string, unknown>> => {
  const spec = analysis.transfer.ok
    ? analysis.transfer.value?.connectors.find(({ from, to }) => from === view.from && to === view.to)
    : undefined
  const extra = spec === undefined ? {} : toPlain(spec.spec.extra)
  return typeof extra === 'object' && extra !== null && !Array.isArray(extra) ? { ...extra } : {}
}

function common(view: EdgeView, analysis: Analysis) {
  const { id, from, to, connectorLabel, connectorName } = view
  const extra = extraOf(view, analysis)
  return { id, from, to, connectorLabel, connectorName, extra, chunks: chunksOf(view, extra, analysis) }
}

const NO_CONNECTOR =
  'The file gives this edge no connector; the stage falls back to SharedMemoryConnector with its defaults.'

function sharedMemoryEdge(view: EdgeView, analysis: Analysis, entry: ConnectorEntry): BenchEdge {
  const standIn =
    entry.transport === 'cuda-ipc'
      ? `Host shared memory stands in for ${view.connectorName}: no GPU memory is shared, so device copies and IPC handles do not show.`
      : view.origin === 'pipeline'
        ? NO_CONNECTOR
        : null
  return { ...common(view, analysis), transport: 'shared-memory', standIn, bind: null, dial: null }
}

function storeEdge(view: EdgeView, analysis: Analysis, entry: ConnectorEntry): BenchEdge {
  return {
    ...common(view, analysis),
    transport: 'tcp',
    standIn: `TCP on loopback stands in for ${entry.title}: the sender itself keeps the payloads on a free port, with the store's retries; a store server, its replicas and its network do not show.`,
    bind: { host: '127.0.0.1', port: 0, mappedFrom: 'the store' },
    dial: { host: '127.0.0.1', port: 0, mappedFrom: 'the store' },
  }
}

function engineEdge(
  view: EdgeView,
  analysis: Analysis,
  entry: ConnectorEntry,
  loopback: LoopbackMap,
): BenchEdge {
  const written = writtenAddresses(view, analysis)
  const bind = mapBind(written, loopback)
  const dial =
    written.dial === null || isUnresolvedHost(written.dial.host)
      ? null
      : mapped(written.dial.host, written.dial.port, loopback)
  const stands = `TCP on loopback stands in for ${entry.title}: ports, roles, requests and time-outs are the file's; RDMA, its registration of memory and the network between hosts do not show.`
  const unresolved =
    dial === null
      ? ' The receiver has no sender_host, so each request carries the address of its sender.'
      : ''
  const limit = loopback.limit === null ? '' : ` ${loopback.limit}`
  return {
    ...common(view, analysis),
    transport: 'tcp',
    standIn: `${stands}${unresolved}${limit}`,
    bind,
    dial,
  }
}

/**
 * A sender that finds its own address at start (`auto`) is taken to stand on the host where the receiver looks for
 * it: nothing else in the file tells.
 */
function mapBind({ bind, dial }: WrittenAddresses, loopback: LoopbackMap): BenchAddress | null {
  if (bind === null) return null
  if (isUnresolvedHost(bind.host) && dial !== null && !isUnresolvedHost(dial.host))
    return { ...mapped(dial.host, bind.port, loopback), mappedFrom: `${bind.host}, taken to be ${dial.host}` }
  return mapped(bind.host, bind.port, loopback)
}

const mapped = (host: string, port: number, loopback: LoopbackMap): BenchAddress => ({
  host: loopback.of(host),
  port,
  mappedFrom: host,
})
