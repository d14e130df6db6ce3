import { formatBytes } from '../../../bench/format.ts'
import { findHost, hostOfReplica } from '../../../inventory/index.ts'
import { measuredHost } from '../../../ports/machines.ts'
import { shownEdge } from '../../lookups.ts'
import { type MemoryPool, poolsOfRank } from '../../pools.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { type RuleView, stagePlace } from '../../view.ts'
import { countWords, listWords } from '../../words.ts'

const TIGHT = 0.8

/** Pinned pools of a stage on one host. */
interface StagePools {
  readonly stage: string
  readonly pools: readonly MemoryPool[]
  ranks: number
}

const bytesOf = (pools: readonly MemoryPool[]): number => pools.reduce((sum, pool) => sum + pool.bytes, 0)

/** Pinned pools by host; the key is null without an inventory, or for stages that it does not place. */
function pinnedByHost(view: RuleView): ReadonlyMap<string | null, readonly StagePools[]> {
  const hosts = new Map<string | null, Map<string, StagePools>>()
  for (const stage of view.stages) {
    const pools = poolsOfRank(view, stage.id).filter(pool => pool.device === 'cpu')
    if (stage.origin === 'ghost' || pools.length === 0) continue
    for (let replica = 0; replica < stage.replicas; replica += 1) {
      const host = view.hosts === null ? null : (hostOfReplica(view.hosts, stage.id, replica)?.name ?? null)
      const stages = hosts.get(host) ?? new Map<string, StagePools>()
      hosts.set(host, stages)
      const own = stages.get(stage.id) ?? { stage: stage.id, pools, ranks: 0 }
      own.ranks += stage.tensorParallelSize
      stages.set(stage.id, own)
    }
  }
  return new Map([...hosts].map(([host, stages]) => [host, [...stages.values()]]))
}

interface HostMemory {
  readonly bytes: number
  readonly words: string
}

/** True for the host that was measured; without an inventory that is the only one. */
function isThisHost(view: RuleView, host: string | null): boolean {
  const { machine } = view.context
  if (machine === undefined) return false
  return view.hosts === null || (host !== null && measuredHost(view.hosts, machine) === host)
}

/** Memory of the host that is known, the measured one before the inventory's word. */
function memoryOf(view: RuleView, host: string | null): HostMemory | null {
  const available = view.context.machine?.memoryAvailableBytes
  if (available !== undefined && isThisHost(view, host))
    return { bytes: available, words: `${formatBytes(available)} are available on this machine` }
  const told = view.hosts === null || host === null ? null : (findHost(view.hosts, host)?.memoryBytes ?? null)
  return told === null ? null : { bytes: told, words: `${host} has ${formatBytes(told)}` }
}

const placeOf = (view: RuleView, edge: MemoryPool['edge']): Place => {
  const shown = shownEdge(view, edge)
  const label = shown?.connectorLabel ?? null
  const path =
    label === null ? (shown?.inputPath ?? shown?.outputPath) : [...view.config.connectorsPath, label]
  return path == null ? stagePlace(view, edge.to) : { path: [...path, 'extra', 'memory_pool_size'] }
}

const stageTerm = ({ pools, ranks }: StagePools): string => {
  const each = pools.map(pool => formatBytes(pool.bytes)).join(' + ')
  return `${ranks} × ${pools.length > 1 ? `(${each})` : each}`
}

function overHost(
  view: RuleView,
  host: string | null,
  stages: readonly StagePools[],
): readonly FindingDraft[] {
  const memory = memoryOf(view, host)
  const sum = stages.reduce((total, { pools, ranks }) => total + ranks * bytesOf(pools), 0)
  const [first] = stages
  const pool = first?.pools[0]
  if (memory === null || pool === undefined || sum <= TIGHT * memory.bytes) return []
  const over = sum > memory.bytes
  const ranks = stages.reduce((total, item) => total + item.ranks, 0)
  return [
    {
      message: `The connectors of ${listWords(stages.map(item => `stage ${item.stage}`))} pin ${formatBytes(sum)} of host memory (${countWords(ranks, 'rank')}), and ${memory.words}. Lower memory_pool_size, or place stages on other hosts.`,
      arithmetic: `${stages.map(stageTerm).join(' + ')} = ${formatBytes(sum)} > ${over ? '' : '80 % of '}${formatBytes(memory.bytes)}`,
      ...(over ? {} : { severity: 'warning' as const, consequence: 'wastes' as const }),
      place: placeOf(view, pool.edge),
      stages: stages.map(item => item.stage),
      edges: stages.flatMap(item => item.pools.map(({ edge }) => ({ from: edge.from, to: edge.to }))),
    },
  ]
}

/** The limit counts per process, so one rank's pools are held against it. */
function overLimit(view: RuleView, stages: readonly StagePools[]): readonly FindingDraft[] {
  const limit = view.context.machine?.memlockLimitBytes
  if (limit === undefined || limit === 'unlimited') return []
  return stages.flatMap(({ stage, pools }) => {
    const own = bytesOf(pools)
    const [pool] = pools
    if (pool === undefined || own <= limit) return []
    return [
      {
        severity: 'warning' as const,
        message: `A rank of stage ${stage} locks ${formatBytes(own)} of memory, and this machine allows a process ${formatBytes(limit)} (ulimit -l). Registering the pool for RDMA then fails; raise the limit (ulimit -l unlimited, or --ulimit memlock=-1 for a container).`,
        arithmetic: `${formatBytes(own)} > ${formatBytes(limit)}`,
        place: placeOf(view, pool.edge),
        stages: [stage],
        edges: [{ from: pool.edge.from, to: pool.edge.to }],
      },
    ]
  })
}

const pinned = (view: RuleView): readonly FindingDraft[] =>
  [...pinnedByHost(view)].flatMap(([host, stages]) => [
    ...overHost(view, host, stages),
    ...(isThisHost(view, host) ? overLimit(view, stages) : []),
  ])

export const PINNED: Rule = {
  code: 'MEM-3',
  family: 'memory',
  title: 'More pinned memory than the host has',
  explanation:
    'Every TP rank of every replica at both ends of a transfer-engine edge makes a pool of `memory_pool_size` bytes, pinned host memory with `memory_pool_device: cpu`. Two stages with TP 4 and the usual 4 GiB pin 8 × 4 = 32 GiB on one host. A middle stage whose two edges agree in all settings makes one instance for both, otherwise two. The sum is compared with the available memory of this machine, or the memory that the inventory gives for a host, and one rank’s pools with the limit for locked memory.',
  source: 'documentation of MooncakeTransferEngineConnector (memory pool); RFC 3635',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: pinned,
}
