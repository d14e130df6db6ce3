import { connectorEntry, findConnector } from '../../../connectors/index.ts'
import type { EdgeView } from '../../../contract/analysis.ts'
import type { Path } from '../../../document/index.ts'
import { hostNamesOf, placementOf } from '../../../inventory/index.ts'
import { isDict } from '../../../value/index.ts'
import { type Wire, wireMarker } from '../../config.ts'
import { commandFix, setValue } from '../../fixes.ts'
import { edgeKey } from '../../lookups.ts'
import { oncePerView } from '../../once.ts'
import { topologyEdges } from '../../stages.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { edgePlace, hostsDiffer, type RuleView } from '../../view.ts'
import { listWords } from '../../words.ts'
import { edgeName } from './references.ts'

const hostsText = (view: RuleView, stage: string): string =>
  view.hosts === null ? '' : listWords(hostNamesOf(view.hosts, stage))

/** Stages that hand their KV over natively need no connector for it, and shipped files leave it out. */
const hasNativeKv = (view: RuleView, stage: string): boolean =>
  isDict(view.field(stage, 'kv_transfer_config')?.value)

const ORIGIN_WORDS: Readonly<Record<EdgeView['origin'], string>> = {
  explicit: 'wired',
  edges: 'listed in `edges`',
  engine_input_source: 'given by `engine_input_source`',
  pipeline: 'part of the pipeline',
}

/** The only connector of the file that reaches other hosts; null where there is none, or a choice to make. */
const onlyNetworked = oncePerView((view): string | null => {
  const labels = view.connectors.filter(
    connector => connector.name !== null && connectorEntry(connector.name, view.target)?.scope === 'network',
  )
  return labels.length === 1 ? (labels[0]?.label ?? null) : null
})

function wireNetworked(view: RuleView, edge: EdgeView): Pick<FindingDraft, 'fix'> {
  const label = onlyNetworked(view)
  if (label === null) return {}
  const { from, to } = edge
  return { fix: () => commandFix(view, { type: 'setEdgeConnector', from, to, connector: { label } }) }
}

function automaticEdge(view: RuleView, edge: EdgeView): readonly FindingDraft[] {
  if (!edge.automatic || edge.ghost || edge.from === edge.to) return []
  if (hasNativeKv(view, edge.from) && hasNativeKv(view, edge.to)) return []
  const shared = {
    place: edgePlace(view, edge),
    edges: [{ from: edge.from, to: edge.to }],
  }
  const what = `Edge ${edgeName(edge)} is ${ORIGIN_WORDS[edge.origin]} and no connector is wired to it`
  if (hostsDiffer(view, edge.from, edge.to) === true)
    return [
      {
        ...shared,
        severity: 'error',
        consequence: 'hangs',
        message: `${what}, so its payloads go through shared memory, which does not reach from ${hostsText(view, edge.from)} to ${hostsText(view, edge.to)}. Wire a connector for networks on both ends.`,
        ...wireNetworked(view, edge),
      },
    ]
  return [
    {
      ...shared,
      message:
        edge.origin === 'pipeline'
          ? `${what}: payloads go through the runtime's built-in shared memory. Wire a connector where the stages do not share a host.`
          : `${what}: the runtime fills in SharedMemoryConnector. Wire a connector where the stages do not share a host.`,
    },
  ]
}

const AUTOMATIC: Rule = {
  code: 'WIRE-5',
  family: 'wiring',
  title: 'Edge without a connector',
  explanation:
    'An edge of the topology has no connector, so the runtime fills in shared memory and logs one line about it. That is right for stages of one host. Where the host inventory places the two stages on different hosts, the consumer waits for payloads that never arrive (PR 1643 shows three nodes stuck that way).',
  source: 'load_omni_transfer_config (automatic SharedMemoryConnector), PR 1643',
  targets: EVERY_TARGET,
  severity: 'info',
  consequence: 'informs',
  check: view => view.edges.flatMap(edge => automaticEdge(view, edge)),
}

function outsideTopology(view: RuleView): readonly FindingDraft[] {
  const topology = topologyEdges(view)
  if (topology === null) return []
  const owner =
    view.config.legacy || view.pipeline === null
      ? 'neither `engine_input_source` nor `edges` gives it'
      : `pipeline ${view.pipeline.key} has no such edge`
  return view.edges.flatMap(edge => {
    const asked = view.config.legacy ? edge.origin === 'explicit' : edge.origin !== 'pipeline'
    if (!asked || edge.ghost || edge.from === edge.to || topology.has(edgeKey(edge.from, edge.to))) return []
    return {
      message: `Edge ${edgeName(edge)} is set up here, but ${owner}: no payload ever takes it. Remove it, or correct its ends.`,
      place: edgePlace(view, edge),
      edges: [{ from: edge.from, to: edge.to }],
      fix: () => commandFix(view, { type: 'disconnect', from: edge.from, to: edge.to }),
    }
  })
}

const MIRROR = { input_connectors: 'output_connectors', output_connectors: 'input_connectors' } as const

/** Where the other end of a wire would be written; null when its stage is not in this text. */
function mirrorPath(view: RuleView, wire: Wire): Path | null {
  const peer = wire.section === 'input_connectors' ? wire.from : wire.to
  const stage = view.stageById.get(peer)?.path ?? null
  if (stage === null) return null
  const section = MIRROR[wire.section]
  return [...stage, section, `${wireMarker(section)}${wire.stage}`]
}

function oneSided(view: RuleView): readonly FindingDraft[] {
  if (!view.readsWiring) return []
  const sides = new Map<string, Wire[]>()
  for (const wire of view.config.wires) {
    const key = edgeKey(wire.from, wire.to)
    const known = sides.get(key)
    if (known === undefined) sides.set(key, [wire])
    else known.push(wire)
  }
  return [...sides.values()].flatMap(([wire, ...others]) => {
    if (wire === undefined || others.length > 0 || wire.from === wire.to || !isDict(wire.definition))
      return []
    const peer = wire.section === 'input_connectors' ? wire.from : wire.to
    const path = mirrorPath(view, wire)
    if (path === null || !view.declared.has(peer)) return []
    const { label } = wire
    return {
      severity: 'info' as const,
      consequence: 'informs' as const,
      message: `Edge ${edgeName(wire)} is wired on one end only, by stage ${wire.stage}. That works, because the connector belongs to the edge; naming it in stage ${peer} too makes both stages tell of it.`,
      place: { ...wire.place, part: 'key' as const },
      stages: [wire.stage, peer],
      edges: [{ from: wire.from, to: wire.to }],
      ...(label === null
        ? {}
        : { fix: () => setValue(view.document, path, label, `Wire stage ${peer} too`) }),
    }
  })
}

const UNUSED: Rule = {
  code: 'WIRE-6',
  family: 'wiring',
  title: 'Edge that the topology does not have',
  explanation:
    'A connector is wired to an edge that the topology does not have: the connector is made and no payload ever takes it, usually because the ends are mistaken. Topology comes from the pipeline, or from `engine_input_source` and `edges` in legacy files; where it is not known, nothing is said.\n\nAn edge that is wired on one end only is pointed out as a note: that works, and the missing entry is offered.',
  source: 'load_omni_transfer_config; PipelineConfig.input_sources',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'silently-wrong',
  check: view => [...outsideTopology(view), ...oneSided(view)],
}

function containersDiffer(view: RuleView, edge: EdgeView): readonly [string, string] | null {
  if (view.hosts === null) return null
  const [a, b] = [placementOf(view.hosts, edge.from), placementOf(view.hosts, edge.to)]
  if (a === null || b === null || a.container === b.container) return null
  return [a.container ?? 'no container', b.container ?? 'no container']
}

function localOnly(view: RuleView): readonly FindingDraft[] {
  return view.edges.flatMap(edge => {
    if (edge.automatic || edge.ghost) return []
    const entry = connectorEntry(edge.connectorName, view.target) ?? findConnector(edge.connectorName)
    if (entry === null || entry.scope === 'network') return []
    const containers = containersDiffer(view, edge)
    const apart =
      hostsDiffer(view, edge.from, edge.to) === true
        ? `stage ${edge.from} runs on ${hostsText(view, edge.from)} and stage ${edge.to} on ${hostsText(view, edge.to)}`
        : containers === null
          ? null
          : `stage ${edge.from} runs in ${containers[0]} and stage ${edge.to} in ${containers[1]}, which share no IPC namespace`
    if (apart === null) return []
    return {
      message: `Edge ${edgeName(edge)} uses ${edge.connectorName}, which stays on one host, but ${apart}. Wire a connector for networks, or place the stages together.`,
      place: edgePlace(view, edge),
      edges: [{ from: edge.from, to: edge.to }],
      ...wireNetworked(view, edge),
    }
  })
}

const LOCAL: Rule = {
  code: 'WIRE-7',
  family: 'wiring',
  title: 'Local connector between hosts',
  explanation:
    'Shared memory and CUDA IPC join processes of one host with one `/dev/shm`. The host inventory places the two stages on different hosts, or in containers without a common IPC namespace, so the consumer polls for payloads that never arrive.',
  source: 'SharedMemoryConnector, CudaIpcConnector',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'hangs',
  check: localOnly,
}

export const EDGE_RULES: readonly Rule[] = [AUTOMATIC, UNUSED, LOCAL]
