import type { PortEndpoint } from '../../../contract/analysis.ts'
import { hostNamesOf } from '../../../inventory/index.ts'
import { isAutomatic, isLoopback } from '../../../ports/machines.ts'
import { dictGet } from '../../../value/index.ts'
import { extraPlace, type UsedDefinition, usedDefinitions } from '../../definitions.ts'
import { edgeKey, shownEdge } from '../../lookups.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { hostsDiffer, type RuleView } from '../../view.ts'
import { countWords, listWords } from '../../words.ts'

/** The sockets of the payload path of one edge. */
interface Sockets {
  readonly binds: readonly PortEndpoint[]
  readonly dials: readonly PortEndpoint[]
}

interface DialledEdge extends Sockets {
  readonly from: string
  readonly to: string
  readonly definition: UsedDefinition
  /** Ports on which the sender's KV manager listens. */
  readonly kvBinds: readonly PortEndpoint[]
}

function dialledEdges(view: RuleView): readonly DialledEdge[] {
  const byEdge = new Map<string, PortEndpoint[]>()
  for (const endpoint of view.ports.endpoints) {
    const key = edgeKey(endpoint.edge.from, endpoint.edge.to)
    const known = byEdge.get(key)
    if (known === undefined) byEdge.set(key, [endpoint])
    else known.push(endpoint)
  }
  return usedDefinitions(view).flatMap(definition =>
    definition.edges.flatMap(({ from, to }) => {
      const own = byEdge.get(edgeKey(from, to)) ?? []
      const requests = own.filter(endpoint => endpoint.purpose === 'request_forwarding')
      const dials = requests.filter(endpoint => endpoint.action === 'dial' && endpoint.stage === to)
      if (dials.length === 0 || !view.declared.has(from)) return []
      const isSender = ({ action, stage }: PortEndpoint) => action === 'bind' && stage === from
      const kvBinds = own.filter(endpoint => endpoint.purpose === 'kv_transfer' && isSender(endpoint))
      return { from, to, definition, dials, binds: requests.filter(isSender), kvBinds }
    }),
  )
}

const edgeText = ({ from, to }: DialledEdge): string => `${from}→${to}`

const hostsOf = (view: RuleView, stage: string): string =>
  view.hosts === null ? '' : listWords(hostNamesOf(view.hosts, stage))

/** A receiver that dials itself, or nobody, while its sender is on another host. Written loopback is EP-3's. */
function wrongHost(view: RuleView, edge: DialledEdge): readonly FindingDraft[] {
  const { definition, dials, from, to } = edge
  const host = dials[0]?.host ?? ''
  if (hostsDiffer(view, from, to) !== true) return []
  const written = dictGet(definition.extra, 'sender_host') ?? dictGet(definition.extra, 'host') ?? null
  if (!isAutomatic(host) && !(isLoopback(host) && written === null)) return []
  const dialled = isAutomatic(host)
    ? 'has no address to dial: `auto` counts as not set, so it can fetch only what a request tells it the sender of'
    : `dials ${host}, its own host`
  return [
    {
      severity: 'warning',
      consequence: 'hangs',
      message: `Stage ${to} on ${hostsOf(view, to)} receives from stage ${from} on ${hostsOf(view, from)} and ${dialled}. Set sender_host to an address of ${hostsOf(view, from)}.`,
      arithmetic: `sender_host = ${host === '' ? '(empty)' : host}`,
      place: extraPlace(
        view,
        definition,
        dictGet(definition.extra, 'sender_host') === undefined ? 'host' : 'sender_host',
      ),
      stages: [to],
      edges: [{ from, to }],
    },
  ]
}

const ports = (endpoints: readonly PortEndpoint[]): readonly number[] => [
  ...new Set(endpoints.map(endpoint => endpoint.port)),
]

/** A written port is dialled as it is, by every rank and replica. */
function pinnedPort(view: RuleView, edge: DialledEdge): readonly FindingDraft[] {
  const { binds, definition, dials, from, kvBinds, to } = edge
  const [port] = ports(dials)
  const bound = ports([...binds, ...kvBinds])
  if (port === undefined || bound.length === 0) return []
  const shared = {
    place: extraPlace(view, definition, 'sender_zmq_port'),
    stages: [to],
    edges: [{ from, to }],
  }
  const listening = `listens on ${listWords(bound.map(String), 6)}`
  if (!bound.includes(port))
    return [
      {
        ...shared,
        message: `Stage ${to} dials port ${port}, as sender_zmq_port says, but stage ${from} ${listening}. Remove sender_zmq_port: it is worked out from zmq_port.`,
        arithmetic: `${port} is not in {${bound.slice(0, 6).join(', ')}${bound.length > 6 ? ', …' : ''}}`,
      },
    ]
  if (ports(binds).length < 2) return []
  return [
    {
      ...shared,
      severity: 'warning',
      consequence: 'silently-wrong',
      message: `Every rank of stage ${to} dials port ${port}, because a written sender_zmq_port gets no offset, while stage ${from} ${listening}. Remove sender_zmq_port.`,
      arithmetic: `1 port dialled, ${countWords(ports(binds).length, 'listener')}`,
    },
  ]
}

/** The receiver adds its own rank and replica to the sender's port, and the sender may not have them. */
function nobodyThere(view: RuleView, edge: DialledEdge): readonly FindingDraft[] {
  const { binds, definition, dials, from, to } = edge
  const bound = new Set(ports(binds))
  const lost = dials.filter(dial => !bound.has(dial.port))
  const [first] = lost
  if (first === undefined || bound.size === 0) return []
  const [sender, receiver] = [view.stageById.get(from), view.stageById.get(to)]
  const isKv = shownEdge(view, { from, to })?.carriesKv === true
  return [
    {
      severity: isKv ? 'info' : 'warning',
      consequence: isKv ? 'informs' : 'hangs',
      message: `${countWords(lost.length, 'worker')} of stage ${to} ${lost.length === 1 ? 'dials a port' : 'dial ports'} of edge ${edgeText(edge)} where nobody listens, ${first.port} for example: a receiver adds its own rank and replica to the sender's port. ${isKv ? 'KV transfer is not concerned, because a request tells it the port.' : 'Give both stages the same TP and replicas, or hand the sender over with each request.'}`,
      arithmetic: `${first.formula}; stage ${from}: TP ${sender?.tensorParallelSize ?? 1} × ${countWords(sender?.replicas ?? 1, 'replica')}, stage ${to}: TP ${receiver?.tensorParallelSize ?? 1} × ${countWords(receiver?.replicas ?? 1, 'replica')}`,
      place: extraPlace(view, definition, 'zmq_port'),
      stages: [from, to],
      edges: [{ from, to }],
    },
  ]
}

export const DIALLED: Rule = {
  code: 'EP-1',
  family: 'endpoints',
  title: 'Receiver that dials the wrong place',
  explanation:
    'A receiver dials `sender_host:sender_zmq_port`. Without them the framework fills in the connector’s own `host`, or 127.0.0.1, and the sender’s port plus the receiver’s own rank and replica. So between hosts `auto` and loopback lead nowhere, a receiver with more ranks or replicas than its sender dials ports where nobody listens, and a written `sender_zmq_port` is taken as it is by all ranks.',
  source: 'get_connectors_config_for_stage, _apply_transfer_engine_ports; PR 5650, PR 2705',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'hangs',
  check: view =>
    dialledEdges(view).flatMap(edge => [
      ...wrongHost(view, edge),
      ...((dictGet(edge.definition.extra, 'sender_zmq_port') ?? null) === null
        ? nobodyThere(view, edge)
        : pinnedPort(view, edge)),
    ]),
}
