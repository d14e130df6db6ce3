import { connectorEntry, extraKey } from '../../../connectors/index.ts'
import type { EdgeSpec } from '../../../contract/analysis.ts'
import { dictGet, isInt, type PyDict, pyEquals, pyStr } from '../../../value/index.ts'
import { removeValue } from '../../fixes.ts'
import { shownEdge, specEdges } from '../../lookups.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { type RuleView, stagePlace } from '../../view.ts'
import { listWords, wholeNumber } from '../../words.ts'

interface Sides {
  readonly inbound: EdgeSpec[]
  readonly outbound: EdgeSpec[]
}

/** The edges that each stage's worker gets, in the order of registration. Ghost edges are WIRE-4's business. */
function edgesByStage(view: RuleView): ReadonlyMap<string, Sides> {
  const stages = new Map<string, Sides>()
  const sidesOf = (id: string): Sides => {
    const known = stages.get(id)
    if (known !== undefined) return known
    const sides: Sides = { inbound: [], outbound: [] }
    stages.set(id, sides)
    return sides
  }
  for (const edge of specEdges(view)) {
    if (!view.declared.has(edge.from) || !view.declared.has(edge.to)) continue
    if (view.runtime.outbound === 'every-stage' || edge.from === '0') sidesOf(edge.from).outbound.push(edge)
    sidesOf(edge.to).inbound.push(edge)
  }
  return stages
}

function placeOfEdge(view: RuleView, edge: EdgeSpec, stage: string): Place {
  const shown = shownEdge(view, edge)
  const path =
    stage === edge.to
      ? (shown?.inputPath ?? shown?.edgePath ?? shown?.outputPath)
      : (shown?.outputPath ?? shown?.edgePath ?? shown?.inputPath)
  return path == null ? stagePlace(view, stage) : { path }
}

const refOf = (edge: EdgeSpec) => ({ from: edge.from, to: edge.to })

/** The worker splits its configuration in some targets; the KV manager takes one edge in all of them. */
function fate(view: RuleView, inbound: boolean): string {
  const direction = inbound ? 'inbound' : 'outbound'
  return view.runtime.refusesFan
    ? `its worker takes one ${direction} edge and raises "${inbound ? 'Fan-in' : 'Fan-out'} (multiple ${direction} edges) is not supported"`
    : `for KV only the edge with the smallest id counts, and a worker is planned for one ${direction} edge`
}

function fan(
  view: RuleView,
  stage: string,
  edges: readonly EdgeSpec[],
  inbound: boolean,
): readonly FindingDraft[] {
  const [first, second] = edges
  if (!view.declared.has(stage) || first === undefined || second === undefined) return []
  const peers = listWords(edges.map(edge => (inbound ? edge.from : edge.to)))
  return [
    {
      ...(view.runtime.refusesFan ? {} : { severity: 'warning', consequence: 'silently-wrong' }),
      message: `${inbound ? `Stage ${stage} receives from stages ${peers}` : `Stage ${stage} sends to stages ${peers}`}: ${fate(view, inbound)}. Leave one of them.`,
      arithmetic: `${edges.length} ${inbound ? 'inbound' : 'outbound'} edges > 1`,
      place: placeOfEdge(view, second, stage),
      stages: [stage],
      edges: edges.map(refOf),
      related: [
        {
          ...placeOfEdge(view, first, stage),
          message: `The first ${inbound ? 'inbound' : 'outbound'} edge`,
        },
      ],
    },
  ]
}

/** Stages sort by number; ids that are no numbers have no place in that order. */
const numericIds = (view: RuleView): readonly number[] =>
  [...view.declared].filter(id => /^\d+$/.test(id)).map(Number)

function outerEnds(view: RuleView): readonly FindingDraft[] {
  const ids = numericIds(view)
  if (ids.length < 2 || view.declared.size !== ids.length) return []
  const last = String(Math.max(...ids))
  return view.config.wires.flatMap(wire => {
    const peer = wire.section === 'input_connectors' ? wire.from : wire.to
    if (!view.declared.has(peer) || peer === wire.stage) return []
    const shared = {
      severity: 'warning' as const,
      consequence: 'silently-wrong' as const,
      place: { ...wire.place, part: 'key' as const },
      stages: [wire.stage],
      edges: [{ from: wire.from, to: wire.to }],
      fix: () => removeValue(view.document, wire.place.path, `Remove ${pyStr(wire.key)}`),
    }
    if (wire.section === 'input_connectors' && wire.stage === '0')
      return {
        ...shared,
        message: `Stage 0 starts the pipeline and has nothing to receive, but ${pyStr(wire.key)} gives it an input. Remove the entry.`,
      }
    if (wire.section === 'output_connectors' && wire.stage === last)
      return {
        ...shared,
        message: `Stage ${last} is the last one and hands nothing on, but ${pyStr(wire.key)} gives it an output. Remove the entry.`,
      }
    return []
  })
}

function fans(view: RuleView): readonly FindingDraft[] {
  if (!view.readsWiring) return []
  return [...edgesByStage(view)].flatMap(([stage, { inbound, outbound }]) => [
    ...fan(view, stage, inbound, true),
    ...fan(view, stage, outbound, false),
  ])
}

const FAN: Rule = {
  code: 'WIRE-8',
  family: 'wiring',
  title: 'More than one edge in or out',
  explanation:
    'A worker holds one inbound and one outbound connector: a second one raises when the worker splits its configuration. Edges that are only listed count too, because they get shared memory. In the newest target nothing is known to refuse it and only stage 0 is given its outbound edges; of several, KV transfer takes the one with the smallest id.\n\nInputs of stage 0 and outputs of the last stage are pointed out as well: nothing comes before or after them.',
  source: 'resolve_stage_connector_specs; RFC 5431',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: view => [...fans(view), ...outerEnds(view)],
}

/** Settings that may differ between the two directions of one instance. */
export const DIRECTIONAL = new Set([
  'from_stage',
  'rank_mapping',
  'role',
  'sender_host',
  'sender_zmq_port',
  'stage_id',
  'to_stage',
  'zmq_port',
])

/** Settings that keep two directions from sharing one instance. */
export const differingKeys = (a: PyDict, b: PyDict): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()].map(pyStr))].filter(key => {
    if (DIRECTIONAL.has(key)) return false
    const [left, right] = [dictGet(a, key), dictGet(b, key)]
    return left === undefined || right === undefined ? left !== right : !pyEquals(left, right)
  })

function poolOf(view: RuleView, edge: EdgeSpec): number | bigint | null {
  const entry = connectorEntry(edge.spec.name, view.target)
  const key = entry === null ? null : extraKey(entry, 'memory_pool_size')
  const written = dictGet(edge.spec.extra, 'memory_pool_size')
  if (isInt(written)) return written
  return written === undefined && typeof key?.default === 'number' ? key.default : null
}

function twoInstances(view: RuleView): readonly FindingDraft[] {
  return [...edgesByStage(view)].flatMap(([stage, { inbound, outbound }]) => {
    const [input, output] = [inbound[0], outbound[0]]
    if (input === undefined || output === undefined || inbound.length + outbound.length > 2) return []
    if (input.spec.name !== output.spec.name) return []
    const entry = connectorEntry(input.spec.name, view.target)
    const [a, b] = [poolOf(view, input), poolOf(view, output)]
    if (entry === null || !entry.dualCapable || a === null || b === null) return []
    const keys = differingKeys(input.spec.extra, output.spec.extra)
    if (keys.length === 0) return []
    return {
      message: `Stage ${stage} receives and sends through ${input.spec.name}, but ${listWords(keys)} ${keys.length === 1 ? 'differs' : 'differ'}, so it makes two instances and reserves two memory pools. Give both edges the same settings to share one.`,
      arithmetic: `${wholeNumber(a)} + ${wholeNumber(b)} = ${wholeNumber(BigInt(a) + BigInt(b))} bytes instead of ${wholeNumber(a)}`,
      place: placeOfEdge(view, output, stage),
      stages: [stage],
      edges: [refOf(input), refOf(output)],
      related: [{ ...placeOfEdge(view, input, stage), message: 'The inbound edge' }],
    }
  })
}

const DUAL: Rule = {
  code: 'WIRE-9',
  family: 'wiring',
  title: 'Two instances where one would do',
  explanation:
    'A middle stage with the same class on both sides shares one instance for receiving and sending, when all settings agree except ports, addresses, roles and stage ids. If another setting differs it makes two instances, each with a memory pool of its own.',
  source: 'merge of dual connector configurations in the model runner',
  targets: SINCE_JULY_2026,
  severity: 'info',
  consequence: 'wastes',
  check: twoInstances,
}

export const FAN_RULES: readonly Rule[] = [FAN, DUAL]
