import type { Fix } from '../../../contract/finding.ts'
import { basePathOf, nextFreeBase } from '../../../ports/free-base.ts'
import type { PortRule } from '../../../targets/index.ts'
import { placeAt } from '../../config.ts'
import { type Engine, enginesOf } from '../../engines.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listeners, writeBase } from './move-base.ts'
import { senderNumber } from './ranges.ts'

const LARGEST_PORT = 65535

/** What is added to a base for the last rank of a replica. */
export interface PortReach {
  readonly base: number
  readonly purpose: number
  /** Last TP rank. */
  readonly rank: number
  /** The sender's id. */
  readonly stage: number
}

/** Index of the last replica whose ranks all have a port; below 0 when not even the first has. */
export const lastReplica = ({ base, purpose, rank, stage }: PortReach, rule: PortRule): number =>
  Math.floor((LARGEST_PORT - base - purpose - rank * rule.rankStride - stage) / rule.replicaStride)

/** The highest port that an edge asks for. */
interface Highest extends PortReach {
  readonly engine: Engine
  readonly who: 'replica' | 'orchestrator'
  readonly replica: number
  readonly port: number
}

/** The last rank of the sender's last replica, or the orchestrator where only its own port is too high. */
function highestOf(view: RuleView, engine: Engine): Highest | null {
  const { purposeOffsets, rankStride, replicaStride } = view.runtime.ports
  const { base, sender, sendsKv } = engine
  if (sender === null || base < 1 || base > LARGEST_PORT) return null
  const stage = senderNumber(engine) ?? 0
  const reach = (who: Highest['who'], purpose: number, replica: number, rank: number): Highest => {
    const port = base + purpose + replica * replicaStride + rank * rankStride + stage
    return { engine, who, base, purpose, replica, rank, stage, port }
  }
  const purpose = sendsKv ? purposeOffsets.kv_transfer : purposeOffsets.request_forwarding
  const worker = reach('replica', purpose, sender.replicas - 1, sender.tensorParallelSize - 1)
  return worker.port > LARGEST_PORT ? worker : reach('orchestrator', purposeOffsets.orchestrator, 0, 0)
}

/** Moves the base down until the highest port fits, clear of the other connectors. */
function lowerBase(view: RuleView, { base, engine, port }: Highest): Fix | null {
  const own = JSON.stringify(basePathOf(engine.path))
  const others = listeners(view).filter(({ path }) => JSON.stringify(basePathOf(path)) !== own)
  const taken = new Set(others.map(endpoint => endpoint.port))
  const free = nextFreeBase({ base, own: [base, port], taken })
  return free === null ? null : writeBase(view, engine.path, free)
}

const lowerTo = ({ base, port }: Highest): number => Math.max(1, base - (port - LARGEST_PORT))

function replicaWords(highest: Highest, last: number): string {
  const { engine, replica, port } = highest
  const room =
    last < 0
      ? 'No replica fits'
      : `The last one that fits is replica ${last}, so ${last + 1} of the ${replica + 1} have a port`
  return `Replica ${replica} of stage ${engine.edge.from} would listen on port ${port}, and ${LARGEST_PORT} is the last there is. ${room}. Take a base port of at most ${lowerTo(highest)}, or fewer replicas.`
}

const orchestratorWords = (highest: Highest): string =>
  `The orchestrator’s connector of edge ${highest.engine.edge.from}→${highest.engine.edge.to} would listen on port ${highest.port}, and ${LARGEST_PORT} is the last there is. Take a base port of at most ${lowerTo(highest)}.`

function overflow(view: RuleView, highest: Highest): FindingDraft {
  const { engine, who, base, purpose, replica, rank, stage, port } = highest
  const { rankStride, replicaStride } = view.runtime.ports
  const sum = `${base} + ${purpose} + ${replica}*${replicaStride} + ${rank}*${rankStride} + ${stage} = ${port} > ${LARGEST_PORT}`
  const last = lastReplica(highest, view.runtime.ports)
  const count = `floor((${LARGEST_PORT} - ${base} - ${purpose} - ${rank}*${rankStride} - ${stage}) / ${replicaStride}) = ${last}`
  return {
    message: who === 'replica' ? replicaWords(highest, last) : orchestratorWords(highest),
    arithmetic: who === 'replica' ? `${sum}; ${count}` : sum,
    place: placeAt(view.document, engine.path),
    stages: [engine.edge.from],
    edges: [{ from: engine.edge.from, to: engine.edge.to }],
    fix: () => lowerBase(view, highest),
  }
}

/** One finding per base: the edge that reaches highest. */
function overflows(view: RuleView): readonly FindingDraft[] {
  const worst = new Map<string, Highest>()
  for (const engine of enginesOf(view)) {
    const highest = highestOf(view, engine)
    const key = JSON.stringify(engine.path)
    if (highest !== null && highest.port > (worst.get(key)?.port ?? LARGEST_PORT)) worst.set(key, highest)
  }
  return [...worst.values()].map(highest => overflow(view, highest))
}

export const OVERFLOW: Rule = {
  code: 'PORT-3',
  family: 'ports',
  title: 'Port beyond 65535',
  explanation:
    'Every replica moves its ports on by 1024, so a high base leaves room for few of them: the last replica is `floor((65535 - base - purpose - (TP-1)*16 - from_stage) / 1024)`. With base 50051 and TP 1 that is 15. The orchestrator’s own connectors listen 200 above the base. The newest runtime raises ValueError for a port beyond 65535; the one before fails when the socket is bound.',
  source: 'compute_connector_zmq_port, kv_zmq_port',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: overflows,
}
