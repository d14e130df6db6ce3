import type { MachineFacts, PortEndpoint } from '../../../core/contract/analysis.ts'
import type { PreflightCheck } from '../../../core/contract/host.ts'
import type { BindResult, TakenPort } from './bind.ts'

const who = ({ stage, replica, rank, purpose, edge }: PortEndpoint): string =>
  `stage ${stage} replica ${replica} rank ${rank}, ${purpose} of edge ${edge.from}->${edge.to}`

function reason({ code, owner, samePlan }: TakenPort): string {
  if (samePlan) return `the same file plans it for ${who(samePlan)}`
  if (code === 'EADDRINUSE') return `held by ${owner ?? 'a process that this user may not see'}`
  if (code === 'EACCES') return 'below 1024, which only root may bind'
  if (code === 'ERANGE') return 'outside 1 to 65535'
  if (code === 'EADDRNOTAVAIL')
    return 'this system has no such loopback address, so the host could not be stood in for'
  return `the system answered ${code}`
}

const takenCheck = (taken: TakenPort): PreflightCheck => ({
  id: `port:${taken.endpoint.host}:${taken.endpoint.port}`,
  title: `Port ${taken.endpoint.port} on ${taken.endpoint.host}`,
  status: taken.code === 'EADDRNOTAVAIL' ? 'unknown' : 'error',
  detail: `${reason(taken)}. Wanted by ${who(taken.endpoint)}: ${taken.endpoint.formula}.`,
})

/** Whether every planned port could be bound, and one line per port that could not. */
export function bindChecks({ bound, taken }: BindResult): readonly PreflightCheck[] {
  const planned = bound + taken.length
  const summary: PreflightCheck = {
    id: 'ports',
    title: 'Planned ports',
    status: taken.length > 0 ? 'error' : 'ok',
    detail:
      planned === 0
        ? 'The file plans no listening port.'
        : `${bound} of ${planned} planned ports could be bound on mapped loopback.`,
  }
  return [summary, ...taken.map(takenCheck)]
}

const inRange = (port: number, [low, high]: readonly [number, number]): boolean => port >= low && port <= high

/** Whether the kernel may hand a planned port to an outgoing connection first. */
export function ephemeralCheck(endpoints: readonly PortEndpoint[], facts: MachineFacts): PreflightCheck {
  const { ephemeralPortRange: range, reservedPorts = [] } = facts
  const base = { id: 'ephemeral', title: 'Ephemeral port range' }
  if (!range)
    return { ...base, status: 'unknown', detail: 'This system does not tell its ephemeral port range.' }
  const ports = [...new Set(endpoints.filter(e => e.action === 'bind').map(e => e.port))].sort(
    (a, b) => a - b,
  )
  const exposed = ports.filter(port => inRange(port, range) && !reservedPorts.some(r => inRange(port, r)))
  const [first, last] = [exposed[0], exposed.at(-1)]
  if (first === undefined)
    return {
      ...base,
      status: 'ok',
      detail: `No planned port lies unreserved within ${range[0]}-${range[1]}.`,
    }
  return {
    ...base,
    status: 'warning',
    detail:
      `${exposed.length} of ${ports.length} planned ports lie within ${range[0]}-${range[1]}, where outgoing ` +
      `connections may take them first. Use a base below ${range[0]}, or run: ` +
      `sysctl net.ipv4.ip_local_reserved_ports=${first === last ? first : `${first}-${last}`}`,
  }
}
