import type { Analysis, EdgeView, StageView } from '../contract/analysis.ts'
import { fail, ok, type Result } from '../contract/result.ts'
import { edgePreset, presetSpec } from '../payload/edge.ts'
import { SWEEP_SIZES } from '../payload/presets.ts'
import type { Pipeline } from '../pipelines/types.ts'
import { ownSetting, withSettings } from './by-id.ts'
import { edgesBehindCycles } from './cycles.ts'
import { formatBytes } from './format.ts'
import { kvPairBytes } from './lanes.ts'
import { mapHosts } from './loopback-map.ts'
import { hostsOf, type PlannedEdge, planEdge } from './plan-edge.ts'
import type { BenchEdge, BenchOptions, BenchPlan, PayloadSpec } from './types.ts'

/** Each stage is a process of some 50 MB; more at once would measure the machine's swap. */
export const MAX_BENCH_STAGES = 64

export interface PlanContext {
  /** Addresses of this machine's interfaces. */
  readonly ownAddresses: ReadonlySet<string>
  /** Whether 127.0.0.2 and the like can be bound. */
  readonly loopbacks: 'many' | 'one'
}

const LONE_MACHINE: PlanContext = { ownAddresses: new Set(), loopbacks: 'many' }

/**
 * What a run does with a file: the stages that get a process, the edges with the connector that the file resolves to,
 * what stands in for what, and what can't run and why.
 */
export function planBench(
  analysis: Analysis,
  options: BenchOptions,
  context: PlanContext = LONE_MACHINE,
): Result<BenchPlan> {
  if (!analysis.transfer.ok)
    return fail(
      'unresolved',
      `The runtime would make nothing of this file: ${analysis.transfer.error.message} Mend it and run again.`,
    )
  const chosen = chosenEdges(analysis.edges, options.edges)
  if (!chosen.ok) return chosen
  const hosts = chosen.value.flatMap(view => hostsOf(view, analysis))
  const loopback = mapHosts(hosts, context.ownAddresses, context.loopbacks)
  const planned = chosen.value.map(view => withinBounds(planEdge(view, analysis, loopback), options))
  const possible = planned.flatMap(plan => ('edge' in plan ? [plan.edge] : []))
  const circular = flows(options) ? edgesBehindCycles(possible) : []
  const edges = possible.filter(edge => !circular.includes(edge))
  const skipped = [
    ...planned.flatMap(plan => ('skipped' in plan ? [plan.skipped] : [])),
    ...circular.map(({ id }) => ({
      edge: id,
      reason:
        'It is part of a cycle or comes after one, so no request gets through it. Run `ping` to time it alone.',
    })),
  ]
  if (edges.length === 0) return fail('no-edges', noEdges(skipped))
  const stages = stagesOf(analysis.stages, edges)
  if (stages.length > MAX_BENCH_STAGES)
    return fail(
      'too-many-stages',
      `These edges join ${stages.length} stages and each takes a process; choose edges between at most ${MAX_BENCH_STAGES} of them.`,
    )
  return ok({ stages, edges, options, target: analysis.target, skipped })
}

/** One transfer carries no more: both ends hold the payload, and the machine has to as well. */
export const MAX_TRANSFER_BYTES = 1024 ** 3

/** An edge whose payload is too large for one transfer does not run. */
function withinBounds(planned: PlannedEdge, options: BenchOptions): PlannedEdge {
  if ('skipped' in planned || options.mode === 'sweep') return planned
  const bytes = transferBytes(planned.edge, payloadOf(options, planned.edge.id))
  if (bytes <= MAX_TRANSFER_BYTES) return planned
  const reason = `Its payload of ${formatBytes(bytes)} is above the ${formatBytes(MAX_TRANSFER_BYTES)} that one transfer may carry; choose a smaller one.`
  return { skipped: { edge: planned.edge.id, reason } }
}

/** Bytes of one transfer of an edge. */
export const transferBytes = (edge: BenchEdge, payload: PayloadSpec): number =>
  edge.kv === undefined ? payload.bytes : kvPairBytes(edge.kv, payload)

const flows = ({ mode }: BenchOptions): boolean => mode === 'flow' || mode === 'load'

function chosenEdges(
  edges: readonly EdgeView[],
  ids: readonly string[] | undefined,
): Result<readonly EdgeView[]> {
  if (ids === undefined) return ok(edges)
  const missing = ids.filter(id => !edges.some(edge => edge.id === id))
  if (missing.length > 0)
    return fail(
      'unknown-edge',
      `There is no edge ${missing.join(', ')}; this file has ${edges.map(edge => edge.id).join(', ') || 'none'}.`,
    )
  return ok(edges.filter(edge => ids.includes(edge.id)))
}

const noEdges = (skipped: BenchPlan['skipped']): string =>
  skipped.length === 0
    ? 'No two stages of this file are joined by an edge, so there is nothing to transfer. Draw an edge, or choose the pipeline that the file is for.'
    : `No edge can run. ${skipped.map(({ edge, reason }) => `${edge}: ${reason}`).join(' ')}`

function stagesOf(stages: readonly StageView[], edges: readonly BenchEdge[]): BenchPlan['stages'] {
  const used = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const known = stages.filter(stage => used.has(stage.id)).map(({ id, name }) => ({ id, name }))
  const rest = [...used].filter(id => !known.some(stage => stage.id === id))
  return [...known, ...rest.map(id => ({ id, name: null }))]
}

/** An open loop does not wait for requests, but more than this many at once would only fill memory. */
export const MAX_OPEN_LOOP = 64

/** What an edge carries: the caller's choice for it, else the run's payload. */
export const payloadOf = (options: BenchOptions, edge: string): PayloadSpec =>
  ownSetting(options.edgePayloads, edge) ?? options.payload

/** Simulated compute time of a stage in milliseconds. */
export const computeMsOf = ({ computeMs }: Pick<BenchOptions, 'computeMs'>, stage: string): number =>
  ownSetting(computeMs, stage) ?? 0

/** The compute times with another one for a stage; nothing where none is left. */
export const withComputeMs = (
  { computeMs }: Pick<BenchOptions, 'computeMs'>,
  stage: string,
  millis: number,
): BenchOptions['computeMs'] => withSettings(computeMs, [[stage, millis === 0 ? undefined : millis]])

/** The catalogue's usual payload of every edge that has one, for `edgePayloads`. */
export const cataloguePayloads = (
  pipeline: Pipeline | null,
  edges: readonly { readonly id: string }[],
): Readonly<Record<string, PayloadSpec>> =>
  Object.fromEntries(
    edges.flatMap(({ id }) => {
      const preset = edgePreset(pipeline, id)
      return preset === null ? [] : [[id, presetSpec(preset)] as const]
    }),
  )

/** Payload sizes of a sweep in bytes, ascending and each once. */
export const sweepSizes = (options: BenchOptions): readonly number[] =>
  [...new Set(options.sizes === undefined || options.sizes.length === 0 ? SWEEP_SIZES : options.sizes)].sort(
    (a, b) => a - b,
  )

/** Above this much per edge and size a sweep would take minutes; it sends fewer payloads instead. */
const SWEEP_BYTES = 8 * 1024 ** 3
const SWEEP_LEAST = 5

/** How many payloads a sweep sends at one size: as many as asked for, but no more than 8 GiB, and at least 5. */
export const sweepRequests = (options: BenchOptions, size: number): number =>
  Math.min(options.requests, Math.max(SWEEP_LEAST, Math.floor(SWEEP_BYTES / Math.max(1, size))))

/** Transfers of one request: one, or where it moves KV caches one per pair of ranks for it and each companion. */
export const pairsOf = ({ kv, lanes = [] }: BenchEdge): number =>
  kv === undefined ? 1 : lanes.filter(({ key }) => key !== null).length * (1 + kv.companions)

const HUNDRED_MIB = 100 * 1024 ** 2
const MS_PER_HUNDRED_MIB = 5000

/** Limit of one transfer in milliseconds: 5 s more per full 100 MiB, as the transfer engines grant their pulls. */
export const transferLimitMs = (timeoutMs: number, bytes: number): number =>
  timeoutMs + Math.floor(bytes / HUNDRED_MIB) * MS_PER_HUNDRED_MIB

/** Drills that wait for a time-out wait this long unless told otherwise. */
export const DRILL_TIMEOUT_MS = 1500

/** Transfers that a run makes in all, warm-up included; null when time decides. */
export function totalTransfers(plan: BenchPlan): number | null {
  const { options, edges } = plan
  const ways = edges.reduce((sum, edge) => sum + pairsOf(edge), 0)
  const pieces = edges.reduce((sum, edge) => sum + pairsOf(edge) * (edge.chunks ?? 1), 0)
  const perEdge = (requests: number) => (requests + options.warmup) * options.repetitions
  switch (options.mode) {
    case 'ping':
      return ways * perEdge(options.requests)
    case 'flow':
      return pieces * perEdge(options.requests)
    case 'load':
      return options.durationMs === undefined ? pieces * perEdge(options.requests) : null
    case 'sweep':
      return ways * sweepSizes(options).reduce((sum, size) => sum + perEdge(sweepRequests(options, size)), 0)
    case 'drill':
      return null
  }
}
