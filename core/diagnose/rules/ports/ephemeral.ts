import type { MachineFacts, PortEndpoint } from '../../../contract/analysis.ts'
import { basePathOf } from '../../../ports/free-base.ts'
import { isMeasured } from '../../../ports/machines.ts'
import { placeAt } from '../../config.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { countWords } from '../../words.ts'
import { freeBase, listeners, moveBase } from './move-base.ts'

const LARGEST_PORT = 65535

type PortRange = readonly [number, number]

/** A longer list is of no use in a sentence; the command names ranges. */
const MOST_RANGES = 24

/** Sorted ports as ranges: `50051,50151-50153`. */
export function portRanges(ports: Iterable<number>): readonly PortRange[] {
  const ranges: [number, number][] = []
  for (const port of [...new Set(ports)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && port === last[1] + 1) last[1] = port
    else ranges.push([port, port])
  }
  return ranges
}

const rangeText = ([low, high]: PortRange): string => (low === high ? String(low) : `${low}-${high}`)

/** The kernel setting that keeps the ports from outgoing sockets, together with what is reserved already. */
function reservation(ports: Iterable<number>, reserved: readonly PortRange[]): string {
  const needed = portRanges(ports)
  const whole: readonly PortRange[] =
    needed.length > MOST_RANGES ? [[needed[0]?.[0] ?? 0, needed.at(-1)?.[1] ?? 0]] : needed
  return `sysctl -w net.ipv4.ip_local_reserved_ports=${[...reserved, ...whole].map(rangeText).join(',')}`
}

/** Listeners of this machine that an outgoing socket could take the port of, by their base. */
function exposed(
  view: RuleView,
  machine: MachineFacts,
  [low, high]: PortRange,
): ReadonlyMap<string, readonly PortEndpoint[]> {
  const reserved = machine.reservedPorts ?? []
  const groups = new Map<string, PortEndpoint[]>()
  for (const endpoint of listeners(view)) {
    const { port } = endpoint
    if (port < low || port > high || reserved.some(([from, to]) => port >= from && port <= to)) continue
    if (!isMeasured(endpoint, view.hosts, machine)) continue
    const key = JSON.stringify(basePathOf(endpoint.path))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [endpoint])
    else group.push(endpoint)
  }
  return groups
}

function ephemeral(view: RuleView): readonly FindingDraft[] {
  const { machine } = view.context
  const range = machine?.ephemeralPortRange
  if (machine === undefined || range === undefined) return []
  return [...exposed(view, machine, range).values()].flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const ports = new Set(group.map(endpoint => endpoint.port))
    const lowest = Math.min(...ports)
    const obstacles = { avoid: [[range[0], LARGEST_PORT] as const] }
    const base = freeBase(view, first, obstacles)
    const other = base === null ? '' : `, or take a base port below the range, ${base} for example`
    return {
      message: `${countWords(ports.size, 'port')} from ${lowest} on ${ports.size === 1 ? 'lies' : 'lie'} in the range ${range[0]} to ${range[1]} that this machine gives to outgoing connections, so one of them may be taken by chance when a stage starts. Reserve them (${reservation(ports, machine.reservedPorts ?? [])})${other}.`,
      arithmetic: `${range[0]} <= ${lowest} <= ${range[1]}`,
      place: placeAt(view.document, first.path),
      stages: [...new Set(group.map(endpoint => endpoint.stage))].filter(id => view.stageById.has(id)),
      edges: [first.edge],
      fix: () => moveBase(view, first, obstacles),
    }
  })
}

export const EPHEMERAL: Rule = {
  code: 'PORT-6',
  family: 'ports',
  title: 'Port in the ephemeral range',
  explanation:
    'The kernel gives outgoing connections ports of its own choice from `net.ipv4.ip_local_port_range`, usually 32768 to 60999, and the default base 50051 lies inside. Now and then one of them is the port that a stage wants to bind, which looks like an “address already in use” out of nothing. A base below the range avoids it, and so does `net.ipv4.ip_local_reserved_ports`. Only told where the range of the machine is known.',
  source: '/proc/sys/net/ipv4/ip_local_port_range; vllm #24756, vllm-ascend #8938',
  targets: SINCE_JULY_2026,
  severity: 'warning',
  consequence: 'raises',
  check: ephemeral,
}
