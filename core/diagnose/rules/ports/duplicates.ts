import type { PortEndpoint } from '../../../contract/analysis.ts'
import { sameBase } from '../../../ports/free-base.ts'
import { interfaceOf } from '../../../ports/machines.ts'
import { ownerWords } from '../../../ports/words.ts'
import { placeAt } from '../../config.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { countWords } from '../../words.ts'
import { freeBase, listeners, moveBase } from './move-base.ts'

/** Two listeners that want the same port, and on how many ports the two paths meet. */
interface Clash {
  readonly first: PortEndpoint
  readonly second: PortEndpoint
  readonly where: string
  ports: number
}

/** Listeners of one path of one connector: its edges collide rank by rank, which is one finding. */
const pathOf = ({ edge, path, purpose }: PortEndpoint): readonly unknown[] => [
  edge.from,
  edge.to,
  purpose,
  path,
]

/** A receiver that listens too was given a `role`, and ROLE-1 says so. */
const sends = ({ edge, stage }: PortEndpoint): boolean => stage !== edge.to

function clashes(view: RuleView): readonly Clash[] {
  const owners = new Map<string, PortEndpoint>()
  const found = new Map<string, Clash>()
  for (const endpoint of listeners(view).filter(sends)) {
    const where = interfaceOf(endpoint, view.hosts)
    const port = JSON.stringify([where, endpoint.port])
    const first = owners.get(port)
    if (first === undefined) {
      owners.set(port, endpoint)
      continue
    }
    const key = JSON.stringify([where, pathOf(first), pathOf(endpoint)])
    const known = found.get(key)
    if (known === undefined) found.set(key, { first, second: endpoint, where, ports: 1 })
    else known.ports += 1
  }
  return [...found.values()]
}

/** What helps: another base, or another connector where both ports come from one. */
function advice(view: RuleView, { first, second }: Clash): string {
  if (sameBase(first, second))
    return 'Both come from one base, so moving it does not help: give one of the two edges a connector with a base of its own.'
  const base = freeBase(view, second)
  return base === null
    ? 'Give one of the two connectors another zmq_port.'
    : `Give one of the two connectors another zmq_port; ${base} is free for the second.`
}

function toDraft(view: RuleView, clash: Clash): FindingDraft {
  const { first, second, where, ports } = clash
  const more = ports > 1 ? ` The two paths meet on ${countWords(ports - 1, 'more port')}.` : ''
  return {
    message: `Port ${second.port} on ${where} is bound twice: by ${ownerWords(first)} and by ${ownerWords(second)}. The later of them ends with "address already in use".${more} ${advice(view, clash)}`,
    arithmetic: `${first.formula}; ${second.formula}`,
    place: placeAt(view.document, second.path),
    stages: [...new Set([first.stage, second.stage])].filter(id => view.stageById.has(id)),
    edges: sameEdge(first, second) ? [first.edge] : [first.edge, second.edge],
    related: [{ ...placeAt(view.document, first.path), message: `${ownerWords(first)}: ${first.formula}` }],
    ...(sameBase(first, second) ? {} : { fix: () => moveBase(view, second) }),
  }
}

const sameEdge = (a: PortEndpoint, b: PortEndpoint): boolean =>
  a.edge.from === b.edge.from && a.edge.to === b.edge.to

export const DUPLICATES: Rule = {
  code: 'PORT-2',
  family: 'ports',
  title: 'Port bound twice',
  explanation:
    'Every sender of a transfer engine listens on `base + purpose + replica*1024 + rank*16 + from_stage`; receivers only dial. Two listeners with the same host and port cannot both start: the later one fails at bind with errno 98, after the models are loaded. Two connectors with the same base collide when they share sender and purpose; one base collides with itself where `16*ranks + stages` makes 100, which takes TP 7 or more and a sender from stage 4 up (rank 6 of stage 4 meets the KV port of stage 0).\n\nWithout a host inventory all stages count as processes of one host.',
  source: 'create_connectors_from_config, kv_zmq_port; PR 5698, PR 3569, PR 5650',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: view => clashes(view).map(clash => toDraft(view, clash)),
}
