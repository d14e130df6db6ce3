import type { PortEndpoint } from '../../../contract/analysis.ts'
import { hostByAddress } from '../../../inventory/index.ts'
import { isAutomatic, isLoopback, isMeasured, machineOf } from '../../../ports/machines.ts'
import { ownerWords } from '../../../ports/words.ts'
import { placeAt } from '../../config.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listeners, moveBase } from './move-base.ts'
import { isLocal, otherServices, type Service, serviceHosts, storeMasters } from './services.ts'

/**
 * True where a service surely is on the endpoint's machine. Without an inventory a service on loopback shares it with
 * the stages that use it, and one elsewhere only when both name the same address.
 */
function sameMachine(view: RuleView, endpoint: PortEndpoint, service: Service): boolean {
  const { hosts } = view
  const { address } = service
  if (hosts === null) {
    if (isLocal(service)) return isAutomatic(endpoint.host) || isLoopback(endpoint.host) || address === null
    if (address === endpoint.host) return true
    return isAutomatic(endpoint.host) && address === view.context.machine?.autoHostAddress
  }
  const machine = machineOf(endpoint, hosts)
  if (machine === null) return false
  if (isLocal(service)) return serviceHosts(view, service).includes(machine)
  return address !== null && hostByAddress(hosts, address)?.name === machine
}

/** The first listener of each base that a service meets, one finding per base and service. */
function clashes(view: RuleView, services: readonly Service[]): readonly FindingDraft[] {
  const byPort = new Map<number, Service[]>()
  for (const service of services) byPort.set(service.port, [...(byPort.get(service.port) ?? []), service])
  const seen = new Set<string>()
  return listeners(view).flatMap(endpoint =>
    (byPort.get(endpoint.port) ?? []).flatMap(service => {
      const key = JSON.stringify([endpoint.path, service.name, service.port])
      if (seen.has(key) || !sameMachine(view, endpoint, service)) return []
      seen.add(key)
      const taken = services.map(({ port }) => port)
      return {
        message: `Port ${endpoint.port} is the one of ${service.name}${service.address === null ? '' : ` (${service.address}:${service.port})`}, and ${ownerWords(endpoint)} would bind it on the same host. Move one of them.`,
        arithmetic: endpoint.formula,
        place: placeAt(view.document, endpoint.path),
        stages: view.stageById.has(endpoint.stage) ? [endpoint.stage] : [],
        edges: [endpoint.edge],
        related: [{ ...service.place, message: `${service.name}: port ${service.port}` }],
        fix: () => moveBase(view, endpoint, { taken }),
      }
    }),
  )
}

/** True where a socket that listens now keeps the endpoint from binding. */
function blocks(view: RuleView, listener: string, endpoint: PortEndpoint): boolean {
  if (isAutomatic(listener)) return true
  if (isLoopback(endpoint.host)) return isLoopback(listener)
  return isAutomatic(endpoint.host)
    ? listener === view.context.machine?.autoHostAddress
    : listener === endpoint.host
}

function takenNow(view: RuleView): readonly FindingDraft[] {
  const { machine } = view.context
  if (machine?.listeningPorts === undefined) return []
  const seen = new Set<number>()
  const listening = machine.listeningPorts
  return listeners(view).flatMap(endpoint => {
    const taken = listening.find(({ host, port }) => port === endpoint.port && blocks(view, host, endpoint))
    if (taken === undefined || seen.has(taken.port) || !isMeasured(endpoint, view.hosts, machine)) return []
    seen.add(taken.port)
    const owner = taken.owner ?? 'a process of another user'
    return {
      message: `Port ${taken.port} is taken on this machine: ${owner} listens on it now, and ${ownerWords(endpoint)} would bind it. Stop the other one, or move the base port.`,
      arithmetic: endpoint.formula,
      place: placeAt(view.document, endpoint.path),
      stages: view.stageById.has(endpoint.stage) ? [endpoint.stage] : [],
      edges: [endpoint.edge],
      fix: () => moveBase(view, endpoint),
    }
  })
}

export const SERVICES: Rule = {
  code: 'PORT-4',
  family: 'ports',
  title: 'Port of another server',
  explanation:
    'A planned port is compared with every other port that is known to be taken on the same host: the metadata server of a Mooncake store, the Yuanrong datasystem, the bootstrap ports of native KV transfer, `--port`, `--omni-master-port` and other servers of the launch command, and what listens on this machine now. Whoever starts second fails with “address already in use”.',
  source: 'ZMQ bind of the transfer engines; vllm #44061, #24756',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: view => [...clashes(view, otherServices(view)), ...takenNow(view)],
}

export const STORE_MASTER: Rule = {
  code: 'PORT-5',
  family: 'ports',
  title: 'Port of the Mooncake master',
  explanation:
    'The Mooncake master listens on 50051 by default, and so does the transfer engine of stage 0: 50051 is the default base port of both. On one host the first request sender lands on the master’s port. The master’s address is taken from `master` of the store connectors that edges use, and from a `mooncake_master` of the launch command.',
  source: 'documentation of MooncakeStoreConnector and MooncakeTransferEngineConnector (both 50051)',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: view => clashes(view, storeMasters(view)),
}
