import { findHost, hostNamesOf } from '../../../inventory/index.ts'
import { measuredHost } from '../../../ports/machines.ts'
import { dictGet, isString } from '../../../value/index.ts'
import {
  definitionWords,
  extraPlace,
  stagesOf,
  type UsedDefinition,
  usedDefinitions,
} from '../../definitions.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listWords, upperFirst } from '../../words.ts'

/** How a class is told to use RDMA, and over which devices. */
interface RdmaKeys {
  readonly protocol: string
  readonly initial: string
  readonly devices: string
  /** Variable that names devices where the key does not. */
  readonly variable: string | null
}

const KEYS: Readonly<Record<string, RdmaKeys>> = {
  MooncakeTransferEngineConnector: {
    protocol: 'protocol',
    initial: 'rdma',
    devices: 'device_name',
    variable: 'RDMA_DEVICE_NAME',
  },
  MooncakeStoreConnector: { protocol: 'proto', initial: 'tcp', devices: 'rdma', variable: null },
  MoriTransferEngineConnector: {
    protocol: 'backend_type',
    initial: 'rdma',
    devices: 'device_name',
    variable: 'MORI_RDMA_DEVICES',
  },
}

const splitNames = (text: string): readonly string[] =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')

interface RdmaUse {
  readonly definition: UsedDefinition
  readonly keys: RdmaKeys
  /** Devices that are named; empty = all that there are. */
  readonly named: readonly string[]
}

function variableOf(view: RuleView, name: string | null): string {
  const environments = [view.context.env ?? {}, ...view.launch.processes.map(process => process.env)]
  const found = name === null ? undefined : environments.find(env => Object.hasOwn(env, name))
  return (name === null ? undefined : found?.[name]) ?? ''
}

function rdmaUses(view: RuleView): readonly RdmaUse[] {
  return usedDefinitions(view).flatMap(definition => {
    const keys = definition.entry === null ? undefined : KEYS[definition.entry.name]
    if (keys === undefined) return []
    const protocol = dictGet(definition.extra, keys.protocol) ?? keys.initial
    const written = dictGet(definition.extra, keys.devices)
    if (!isString(protocol) || protocol.toLowerCase() !== 'rdma') return []
    const names = isString(written) && written !== '' ? written : variableOf(view, keys.variable)
    return [{ definition, keys, named: splitNames(names) }]
  })
}

const shared = (view: RuleView, { definition }: RdmaUse, key: string) => ({
  place: extraPlace(view, definition, key),
  stages: stagesOf(definition),
  edges: definition.edges,
})

const alternative = ({ keys }: RdmaUse): string =>
  keys.protocol === 'backend_type' ? 'use another connector' : `set ${keys.protocol}: tcp`

/** True where one of the stages surely runs on the measured machine. */
function isHere(view: RuleView, { definition }: RdmaUse): boolean {
  const { hosts } = view
  const { machine } = view.context
  if (machine === undefined) return false
  if (hosts === null) return true
  const host = measuredHost(hosts, machine)
  return host !== null && stagesOf(definition).some(stage => hostNamesOf(hosts, stage).includes(host))
}

function onThisMachine(view: RuleView, use: RdmaUse): readonly FindingDraft[] {
  const { machine } = view.context
  const devices = machine?.rdmaDevices
  if (machine === undefined || devices === undefined || !isHere(view, use)) return []
  const subject = `${upperFirst(definitionWords(use.definition))} uses RDMA`
  const active = devices.filter(device => device.active).map(device => device.name)
  if (active.length === 0 || machine.infinibandPresent === false) {
    const missing =
      devices.length === 0
        ? 'this machine has no RDMA device'
        : active.length === 0
          ? `no RDMA device of this machine is active (${listWords(devices.map(device => device.name))})`
          : 'there is no /dev/infiniband here (a container needs --device=/dev/infiniband and IPC_LOCK)'
    return [
      {
        ...shared(view, use, use.keys.protocol),
        message: `${subject}, and ${missing}: the engine fails to start, or moves everything over TCP without a word. Run it where there is one, or ${alternative(use)}.`,
        arithmetic: `${active.length} of ${devices.length} devices active`,
      },
    ]
  }
  const unknown = use.named.filter(name => !active.includes(name))
  if (unknown.length > 0)
    return [
      {
        ...shared(view, use, use.keys.devices),
        severity: 'error',
        consequence: 'raises',
        message: `${subject} over ${listWords(unknown)}, and this machine has ${listWords(active)}. Write one of these.`,
      },
    ]
  return use.named.length === 0 && active.length > 1 ? [unnamed(view, use, active, 'this machine')] : []
}

function unnamed(view: RuleView, use: RdmaUse, devices: readonly string[], where: string): FindingDraft {
  return {
    ...shared(view, use, use.keys.devices),
    message: `${upperFirst(definitionWords(use.definition))} names no RDMA device, and ${where} has ${devices.length} (${listWords(devices)}): one that does not reach the peer may be picked ("Failed to modify QP to RTR"). Set ${use.keys.devices} to one of them.`,
    arithmetic: `${devices.length} devices > 1`,
  }
}

/** The inventory's network cards, for hosts that are not this machine. */
function inInventory(view: RuleView, use: RdmaUse): readonly FindingDraft[] {
  const { hosts } = view
  if (hosts === null || isHere(view, use)) return []
  const names = [...new Set(stagesOf(use.definition).flatMap(stage => hostNamesOf(hosts, stage)))]
  return names.flatMap(name => {
    const nics = findHost(hosts, name)?.nics ?? []
    if (nics.length === 0) return []
    const unknown = use.named.filter(device => !nics.includes(device))
    if (unknown.length > 0)
      return [
        {
          ...shared(view, use, use.keys.devices),
          message: `${upperFirst(definitionWords(use.definition))} uses RDMA over ${listWords(unknown)}, and the inventory gives ${name} the cards ${listWords(nics)}. Write one of these.`,
        },
      ]
    return use.named.length === 0 && nics.length > 1 ? [unnamed(view, use, nics, name)] : []
  })
}

export const RDMA: Rule = {
  code: 'RDMA-1',
  family: 'machine',
  title: 'RDMA that is not there',
  explanation:
    'RDMA is the default of the Mooncake and Mori transfer engines. It needs `/dev/infiniband` and a device with an active port; without, the engine fails when it starts, or everything goes over TCP, five times slower (#4237). On hosts with several cards one has to be named, because the engine may pick one that does not reach the peer. Compared with the devices of this machine where they were measured, and with the cards of the inventory elsewhere.',
  source: 'documentation of MooncakeTransferEngineConnector (troubleshooting); #4237, #788',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'falls-back',
  check: view => rdmaUses(view).flatMap(use => [...onThisMachine(view, use), ...inInventory(view, use)]),
}
