import type { Analysis, EdgeView, PortEndpoint, PortPurpose } from '../contract/analysis.ts'
import type { KvTransfer } from '../contract/effective.ts'
import { dtypeBytes } from '../payload/dtype.ts'
import { payloadPreset } from '../payload/presets.ts'
import { isUnresolvedHost, type LoopbackMap } from './loopback-map.ts'
import type { BenchAddress, BenchEdge, BenchKv, BenchLane, PayloadSpec } from './types.ts'

/** The KV transfer that an edge makes; null when it makes none, or when the ranks do not fit each other. */
export const kvTransferOf = (view: EdgeView, analysis: Analysis): KvTransfer | null =>
  (view.carriesKv &&
    analysis.kv.transfers.find(
      ({ from, to, needSend, needRecv }) => from === view.from && to === view.to && needSend && needRecv,
    )) ||
  null

/**
 * The ways through an edge: for requests one per replica and rank of the sender, for KV one per pair of ranks. Where
 * an edge carries KV its request sockets are opened as well and stay idle, so that ports that clash do so here too.
 */
export function planLanes(
  view: EdgeView,
  analysis: Analysis,
  loopback: LoopbackMap,
  kv: KvTransfer | null,
): readonly BenchLane[] {
  const endpoints = analysis.ports.endpoints.filter(
    ({ edge }) => edge.from === view.from && edge.to === view.to,
  )
  const requests = requestLanes(view, endpoints, loopback)
  return kv === null
    ? requests
    : [
        ...kvLanes(view, endpoints, loopback, kv),
        ...otherKvSenders(view, endpoints, loopback),
        ...requests.map(lane => ({ ...lane, idle: true })),
      ]
}

/** KV sockets of the replicas that send nothing here: a request comes from one replica, but all of them listen. */
const otherKvSenders = (
  view: EdgeView,
  endpoints: readonly PortEndpoint[],
  loopback: LoopbackMap,
): readonly BenchLane[] =>
  select(endpoints, 'kv_transfer', 'bind')
    .filter(({ replica }) => replica > 0)
    .map(bind => ({
      id: `${view.id} kv replica ${bind.replica} rank ${bind.rank}`,
      sender: `${view.id} kv replica ${bind.replica} rank ${bind.rank}`,
      replica: bind.replica,
      fromRank: bind.rank,
      toRank: bind.rank,
      ...mapAddresses(bind, undefined, loopback),
      key: null,
      idle: true,
    }))

function requestLanes(
  view: EdgeView,
  endpoints: readonly PortEndpoint[],
  loopback: LoopbackMap,
): readonly BenchLane[] {
  const of = (action: PortEndpoint['action']) => select(endpoints, 'request_forwarding', action)
  const binds = of('bind')
  return binds.map(bind => {
    const dial =
      of('dial').find(({ replica, rank }) => replica === bind.replica && rank === bind.rank) ?? of('dial')[0]
    const { replica, rank } = bind
    return {
      id: binds.length === 1 ? view.id : `${view.id} replica ${replica} rank ${rank}`,
      sender: `${view.id} request ${replica} ${rank}`,
      replica,
      fromRank: rank,
      toRank: rank,
      ...mapAddresses(bind, dial, loopback),
      key: null,
    }
  })
}

function kvLanes(
  view: EdgeView,
  endpoints: readonly PortEndpoint[],
  loopback: LoopbackMap,
  kv: KvTransfer,
): readonly BenchLane[] {
  const binds = select(endpoints, 'kv_transfer', 'bind').filter(({ replica }) => replica === 0)
  const dials = select(endpoints, 'kv_transfer', 'dial').filter(({ replica }) => replica === 0)
  return kv.pairs.map(({ fromRank, toRank, key }) => {
    const bind = binds.find(({ rank }) => rank === fromRank)
    const ofRank = dials.filter(({ rank }) => rank === toRank)
    const dial = ofRank.find(({ port }) => port === bind?.port) ?? ofRank[0]
    return {
      id: `${view.id} kv ${fromRank}→${toRank}`,
      sender: `${view.id} kv ${fromRank}`,
      replica: 0,
      fromRank,
      toRank,
      ...mapAddresses(bind, dial, loopback),
      key,
    }
  })
}

/**
 * Where the orchestrator's own connector of an edge listens: it is made as a sender for every edge of a transfer
 * engine (`initialize_orchestrator_connectors`). It stands on the host of the stage that starts the pipeline, so an
 * address that it finds at start is that stage's.
 */
export function orchestratorAddress(
  view: EdgeView,
  analysis: Analysis,
  loopback: LoopbackMap,
): BenchAddress | null {
  const { endpoints } = analysis.ports
  const own = endpoints.find(
    ({ edge, purpose }) => purpose === 'orchestrator' && edge.from === view.from && edge.to === view.to,
  )
  if (own === undefined) return null
  if (!isUnresolvedHost(own.host))
    return { host: loopback.of(own.host), port: own.port, mappedFrom: own.host }
  const first = analysis.stages[0]?.id
  const known = select(endpoints, 'request_forwarding', 'dial').find(
    ({ edge, host }) => edge.from === first && !isUnresolvedHost(host),
  )
  return known === undefined
    ? { host: loopback.of(own.host), port: own.port, mappedFrom: own.host }
    : { host: loopback.of(known.host), port: own.port, mappedFrom: `${own.host}, taken to be ${known.host}` }
}

const select = (
  endpoints: readonly PortEndpoint[],
  purpose: PortPurpose,
  action: PortEndpoint['action'],
): readonly PortEndpoint[] =>
  endpoints.filter(endpoint => endpoint.purpose === purpose && endpoint.action === action)

/**
 * Where the sender listens and the receiver dials, on loopback. A sender that finds its own address at start (`auto`)
 * is taken to stand on the host where the receiver looks for it: nothing else in the file tells.
 */
function mapAddresses(
  bind: PortEndpoint | undefined,
  dial: PortEndpoint | undefined,
  loopback: LoopbackMap,
): Pick<BenchLane, 'bind' | 'dial'> {
  const known = dial === undefined || isUnresolvedHost(dial.host) ? null : dial
  const mapped = (host: string, port: number): BenchAddress => ({
    host: loopback.of(host),
    port,
    mappedFrom: host,
  })
  const binds = (): BenchAddress | null => {
    if (bind === undefined) return null
    if (known === null || !isUnresolvedHost(bind.host)) return mapped(bind.host, bind.port)
    return { ...mapped(known.host, bind.port), mappedFrom: `${bind.host}, taken to be ${known.host}` }
  }
  return { bind: binds(), dial: known === null ? null : mapped(known.host, known.port) }
}

const ASSUMED_LAYERS = 8
const ASSUMED_HEAD_DIM = 128

/** Shape of the KV cache that an edge carries: the pipeline's where it is known, else a small assumed one. */
export function kvShapeOf(view: EdgeView, analysis: Analysis, kv: KvTransfer): BenchKv {
  const dims = analysis.pipeline?.kvDims[view.from]
  const { fromTp, toTp } = kv
  return {
    fromTp,
    toTp,
    layers: dims?.layers ?? ASSUMED_LAYERS,
    headsPerRank: Math.ceil((dims?.kvHeads ?? Math.max(fromTp, toTp)) / fromTp),
    headDim: dims?.headDim ?? ASSUMED_HEAD_DIM,
    dtype: dims?.dtype ?? 'bfloat16',
    companions: kv.keysPerRequest - 1,
  }
}

/** Bytes of one token's keys and values in one sending rank. */
export const kvTokenBytes = ({ layers, headsPerRank, headDim, dtype }: BenchKv): number =>
  2 * layers * headsPerRank * headDim * (dtypeBytes(dtype) ?? 2)

/** Tokens whose cache in one sending rank, under one key, comes closest to the payload's size; at least one. */
export const kvTokens = (kv: BenchKv, { bytes, preset }: PayloadSpec): number => {
  const keys = preset === undefined ? 1 : (payloadPreset(preset)?.keys ?? 1)
  return Math.max(1, Math.round(bytes / keys / kvTokenBytes(kv)))
}

/** Bytes that one rank pair moves: a rank's cache, or its slice where several receivers share it. */
export const kvPairBytes = (kv: BenchKv, payload: PayloadSpec): number =>
  (kvTokens(kv, payload) * kvTokenBytes(kv)) / Math.max(1, kv.toTp / kv.fromTp)

/** The lanes of an edge; an edge without replicas and ranks is its own lane. */
export const lanesOf = (edge: BenchEdge): readonly BenchLane[] =>
  edge.lanes ?? [
    {
      id: edge.id,
      sender: edge.id,
      replica: 0,
      fromRank: 0,
      toRank: 0,
      bind: edge.bind,
      dial: edge.dial,
      key: null,
    },
  ]
