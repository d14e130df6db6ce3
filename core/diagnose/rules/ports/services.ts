import { hostNamesOf } from '../../../inventory/index.ts'
import { flagInteger, flagValue, hasFlag, stageOfProcess } from '../../../launch/index.ts'
import { isLoopback } from '../../../ports/machines.ts'
import { dictGet, isInt, isString } from '../../../value/index.ts'
import { extraPlace, stagesOf, type UsedDefinition, usedDefinitions } from '../../definitions.ts'
import type { Place } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { nativePorts, nativePortWords, toPort } from './native-ports.ts'

/** A server that listens beside the transfer engines. */
export interface Service {
  /** As a part of a sentence: `the Mooncake master`. */
  readonly name: string
  readonly port: number
  /** Address that it is reached by; null = the machine of `stages`. */
  readonly address: string | null
  /** Stages that run on its machine where the address does not tell: those that dial it on loopback. */
  readonly stages: readonly string[]
  readonly place: Place
}

const PORT = /^\d{1,5}$/

/** Host and port of `host:port` or of a URL; null where there is no port. */
export function splitAddress(text: string): { readonly host: string; readonly port: number } | null {
  const place = text.replace(/^[a-z][a-z0-9+]*:\/\//i, '').split('/')[0] ?? ''
  const colon = place.lastIndexOf(':')
  const [host, port] = [place.slice(0, colon).replace(/^\[|\]$/g, ''), place.slice(colon + 1)]
  return colon === -1 || !PORT.test(port) ? null : { host, port: Number(port) }
}

const definitionsOf = (view: RuleView, name: string): readonly UsedDefinition[] =>
  usedDefinitions(view).filter(({ entry }) => entry?.name === name)

function storeService(view: RuleView, name: string, key: string, initial: string): readonly Service[] {
  return definitionsOf(view, 'MooncakeStoreConnector').flatMap(store => {
    const written = dictGet(store.extra, key) ?? initial
    const at = isString(written) ? splitAddress(written) : null
    const place = extraPlace(view, store, key)
    return at === null ? [] : [{ name, port: at.port, address: at.host, stages: stagesOf(store), place }]
  })
}

/** Masters of Mooncake stores: those that edges dial, and those that the launch command starts. */
export const storeMasters = (view: RuleView): readonly Service[] => [
  ...storeService(view, 'the Mooncake master', 'master', '127.0.0.1:50051'),
  ...commandServices(view).filter(service => service.name === 'the Mooncake master'),
]

const COMMAND: Place = { path: [], elsewhere: true }

const commandServices = (view: RuleView): readonly Service[] =>
  view.launch.services.map(({ name, port, host }) => ({
    name,
    port,
    address: host ?? '127.0.0.1',
    stages: host === null ? ['0'] : [],
    place: COMMAND,
  }))

const SERVER_FLAGS = [
  { flag: '--port', name: 'the API server (--port)', head: true, address: null },
  { flag: '--omni-master-port', name: 'the Omni master', head: true, address: '--omni-master-address' },
  { flag: '--data-parallel-rpc-port', name: 'the data-parallel coordinator', head: false, address: null },
  { flag: '--master-port', name: 'the torch.distributed master', head: false, address: '--master-addr' },
] as const

/** Servers of the started processes themselves. Headless ones open no API port and no master. */
const processServices = (view: RuleView): readonly Service[] =>
  view.launch.processes.flatMap(process =>
    SERVER_FLAGS.flatMap(({ flag, name, head, address }) => {
      const port = flagInteger(process, flag)
      if (port === null || port < 1 || port > 65535) return []
      if (head && hasFlag(process, '--headless')) return []
      const told = address === null ? null : flagValue(process, address)
      return [
        {
          name,
          port,
          address: told ?? process.host,
          stages: [stageOfProcess(process) ?? '0'],
          place: COMMAND,
        },
      ]
    }),
  )

/** The name says which key gives the port, and that it is assumed where none is written. */
const nativeKv = (view: RuleView): readonly Service[] =>
  nativePorts(view).map(native => ({
    name: `the native KV transfer of stage ${native.stage} (${nativePortWords(native)})`,
    port: native.port,
    address: null,
    stages: [native.stage],
    place: native.place,
  }))

function yuanrong(view: RuleView): readonly Service[] {
  const stores = definitionsOf(view, 'YuanrongConnector').flatMap(store => {
    const host = dictGet(store.extra, 'host') ?? '127.0.0.1'
    const port = toPort(dictGet(store.extra, 'port') ?? 35001)
    const place = extraPlace(view, store, 'port')
    return port === null || !isString(host)
      ? []
      : [{ name: 'the Yuanrong datasystem', port, address: host, stages: stagesOf(store), place }]
  })
  const engines = definitionsOf(view, 'YuanrongTransferEngineConnector').flatMap(engine => {
    const written = dictGet(engine.extra, 'rpc_port')
    const port = isInt(written) ? toPort(written) : null
    const place = extraPlace(view, engine, 'rpc_port')
    return port === null
      ? []
      : [{ name: 'the Yuanrong RPC port', port, address: null, stages: stagesOf(engine), place }]
  })
  return [...stores, ...engines]
}

/** Every server that the file and the launch command speak of, besides the masters of stores. */
export const otherServices = (view: RuleView): readonly Service[] => [
  ...storeService(view, 'the Mooncake metadata server', 'metadata_server', 'http://127.0.0.1:8080/metadata'),
  ...yuanrong(view),
  ...nativeKv(view),
  ...processServices(view),
  ...commandServices(view).filter(service => service.name !== 'the Mooncake master'),
]

/** Hosts of the inventory that a service on loopback, or one without an address, runs on. */
export const serviceHosts = (view: RuleView, { stages }: Service): readonly string[] => {
  const { hosts } = view
  return hosts === null ? [] : [...new Set(stages.flatMap(stage => hostNamesOf(hosts, stage)))]
}

export const isLocal = ({ address }: Service): boolean => address === null || isLoopback(address)
