import { networkInterfaces } from 'node:os'
import { type LoopbackMap, mapHosts } from '../../../core/bench/loopback-map.ts'

/** The addresses of this machine's interfaces. */
export const ownAddresses = (): ReadonlySet<string> =>
  new Set(
    Object.values(networkInterfaces())
      .flat()
      .flatMap(address => address?.address ?? []),
  )

/** A loopback address for every host of a plan; nothing outside the machine is bound or dialled. */
export const mapToLoopback = (hosts: readonly string[]): LoopbackMap => mapHosts(hosts, ownAddresses())
