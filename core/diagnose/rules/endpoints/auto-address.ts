import type { MachineFacts, PortEndpoint } from '../../../contract/analysis.ts'
import { findHost } from '../../../inventory/index.ts'
import { isAutomatic, isLoopback, isMeasured, measuredHost } from '../../../ports/machines.ts'
import { placeAt } from '../../config.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { hostsDiffer, type RuleView } from '../../view.ts'
import { listWords } from '../../words.ts'
import { listeners } from '../ports/move-base.ts'

/** Docker gives its first bridge this network. */
const DOCKER_BRIDGE = /^172\.17\./

/** What is wrong with the address, as the rest of a sentence; null = nothing that is known. */
function objection(view: RuleView, address: string, machine: MachineFacts): string | null {
  if (isLoopback(address)) return 'which only this host reaches'
  if (DOCKER_BRIDGE.test(address)) return 'an address of the docker0 bridge, which other hosts do not reach'
  if (view.hosts === null) return null
  const name = measuredHost(view.hosts, machine)
  const known = name === null ? [] : (findHost(view.hosts, name)?.addresses ?? [])
  return known.length === 0 || known.includes(address)
    ? null
    : `while the inventory has ${listWords(known)} for ${name}`
}

/** Null where the receiver surely is on this host, so that any address does. */
function severityOf(view: RuleView, { edge }: PortEndpoint): 'warning' | 'info' | null {
  const apart = hostsDiffer(view, edge.from, edge.to)
  return apart === null ? 'info' : apart ? 'warning' : null
}

function autoAddress(view: RuleView): readonly FindingDraft[] {
  const { machine } = view.context
  const address = machine?.autoHostAddress
  if (machine === undefined || address === undefined) return []
  const reason = objection(view, address, machine)
  if (reason === null) return []
  const seen = new Set<string>()
  return listeners(view).flatMap(endpoint => {
    const severity = severityOf(view, endpoint)
    const key = JSON.stringify([endpoint.connectorLabel, endpoint.edge.from, endpoint.edge.to])
    if (!isAutomatic(endpoint.host) || severity === null || seen.has(key)) return []
    if (!isMeasured(endpoint, view.hosts, machine)) return []
    seen.add(key)
    const { edge, connectorLabel, path } = endpoint
    const definition = path.at(-1) === 'zmq_port' ? path.slice(0, -2) : path
    return {
      severity,
      consequence: severity === 'warning' ? ('hangs' as const) : ('informs' as const),
      message: `\`host: auto\` of ${connectorLabel === null ? endpoint.connectorName : `connector ${connectorLabel}`} picks ${address} on this machine, ${reason}. Write the address of the network card that the other hosts reach.`,
      arithmetic: `auto = ${address}`,
      place: placeAt(view.document, [...definition, 'extra', 'host']),
      stages: [edge.from],
      edges: [edge],
    }
  })
}

export const AUTO_ADDRESS: Rule = {
  code: 'EP-2',
  family: 'endpoints',
  title: 'Address that `auto` picks',
  explanation:
    '`host: auto` takes the address of the route to 8.8.8.8, else that of the host name, else 127.0.0.1. The same is done on this machine: an address on loopback or on Docker’s bridge, or one that the inventory does not have for the host, is not what receivers on other hosts can dial. Only told where the address was measured; a note where it is not known that the stages are on different hosts.',
  source: 'MooncakeTransferEngineConnector (host detection)',
  targets: SINCE_JULY_2026,
  severity: 'warning',
  consequence: 'hangs',
  check: autoAddress,
}
