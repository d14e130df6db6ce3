import { isLoopback } from '../../core/ports/machines.ts'
import { ownerWords, PURPOSE_WORDS } from '../../core/ports/words.ts'
import { isConflict, type PortRow } from './port-rows.ts'

const HEADER = [
  'host',
  'port',
  'action',
  'stage',
  'replica',
  'rank',
  'purpose',
  'from',
  'to',
  'connector',
  'class',
  'formula',
  'conflict',
] as const

/** A field of a CSV line (RFC 4180); a text that a spreadsheet would run as a formula gets a quote in front. */
const csvField = (value: string | number): string => {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The plan as CSV, a line per socket. */
export function portsCsv(rows: readonly PortRow[]): string {
  const lines = rows.map(({ endpoint, host, rivals, takenBy }) => [
    host,
    endpoint.port,
    endpoint.action,
    endpoint.stage,
    endpoint.replica,
    endpoint.rank,
    endpoint.purpose,
    endpoint.edge.from,
    endpoint.edge.to,
    endpoint.connectorLabel ?? '',
    endpoint.connectorName,
    endpoint.formula,
    [...rivals.map(ownerWords), ...(takenBy === null ? [] : [takenBy])].join('; '),
  ])
  return `${[HEADER, ...lines].map(line => line.map(csvField).join(',')).join('\r\n')}\r\n`
}

/**
 * Which TCP ports have to be open between the hosts: a line per host and port that is bound, with who comes from
 * where. What is bound and dialled on loopback needs no opening and is left out.
 */
export function firewallList(rows: readonly PortRow[]): string {
  const bound = rows.filter(row => row.endpoint.action === 'bind' && !isLoopback(row.endpoint.host))
  const lines = bound.map(row => {
    const sources = [
      ...new Set(
        rows
          .filter(({ endpoint }) => endpoint.action === 'dial' && endpoint.port === row.endpoint.port)
          .filter(({ endpoint }) => sameEdge(endpoint.edge, row.endpoint.edge))
          .map(({ endpoint }) => `stage ${endpoint.stage}`),
      ),
    ]
    const who = sources.length === 0 ? `stage ${row.endpoint.edge.to}` : sources.join(', ')
    return {
      rule: `allow tcp from any to ${row.address ?? 'any'} port ${row.endpoint.port}`,
      why: `${who} reads ${PURPOSE_WORDS[row.endpoint.purpose]} of stage ${row.endpoint.stage}${isConflict(row) ? '; CONFLICT, see the port plan' : ''}`,
      port: row.endpoint.port,
      host: row.host,
    }
  })
  const seen = new Map<string, (typeof lines)[number]>()
  for (const line of lines) {
    const known = seen.get(line.rule)
    seen.set(line.rule, known === undefined ? line : { ...known, why: `${known.why}; ${line.why}` })
  }
  const sorted = [...seen.values()].sort((a, b) => a.host.localeCompare(b.host) || a.port - b.port)
  const body = sorted.map(({ rule, why }) => `${rule}  # ${why}`)
  return `${['# TCP ports that the stages bind; open them between the hosts.', ...body].join('\n')}\n`
}

const sameEdge = (
  a: { readonly from: string; readonly to: string },
  b: { readonly from: string; readonly to: string },
): boolean => a.from === b.from && a.to === b.to
