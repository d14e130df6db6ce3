import { describe, expect, it } from 'vitest'
import type { PortEndpoint } from '../../core/contract/analysis.ts'
import { parseInventory } from '../../core/inventory/index.ts'
import { endpointOf } from '../../core/ports/endpoint-fixture.ts'
import { firewallList, portsCsv } from './port-export.ts'
import { filterRows, isConflict, NO_PORT_FILTER, portRows } from './port-rows.ts'

const rowsOf = (endpoints: readonly PortEndpoint[], hosts?: string) => {
  const parsed = hosts === undefined ? null : parseInventory(hosts)
  return portRows({ ports: { endpoints, problems: [] } }, parsed?.ok ? parsed.value : null, undefined)
}
const rival = endpointOf({ connectorLabel: 'other', stage: '4', edge: { from: '4', to: '5' } })

describe('the rows of the port plan', () => {
  it('mark two that bind one port of one host, and not who dials it', () => {
    const rows = rowsOf([endpointOf({}), rival, endpointOf({ action: 'dial', stage: '1' })])
    expect(rows.map(isConflict)).toEqual([true, true, false])
    expect(rows[0]?.rivals).toEqual([rival])
    expect(rowsOf([endpointOf({}), { ...rival, host: '10.0.0.2' }]).some(isConflict)).toBe(false)
  })

  it('take the host of a stage from the inventory where the address does not tell', () => {
    const hosts = 'hosts:\n  a: {address: 10.0.0.1}\n  b: {}\nstages: {4: b}\n'
    const rows = rowsOf([endpointOf({}), { ...rival, host: 'auto' }], hosts)
    expect(rows.map(row => row.host)).toEqual(['a', 'b'])
    expect(rows.some(isConflict)).toBe(false)
    expect(firewallList(rows)).toContain('allow tcp from any to 10.0.0.1 port 50051')
    expect(firewallList(rowsOf([endpointOf({ host: 'auto' })]))).toContain('from any to any port 50051')
  })

  it('tell neither the wildcard from `auto` nor one spelling of loopback from another', () => {
    const anywhere = [endpointOf({ host: 'auto' }), { ...rival, host: '0.0.0.0' }]
    expect(rowsOf(anywhere).every(isConflict)).toBe(true)
    const loopback = [endpointOf({ host: 'localhost' }), { ...rival, host: '127.0.0.1' }]
    expect(rowsOf(loopback).every(isConflict)).toBe(true)
  })

  it('name the process of this machine that has the port already', () => {
    const machine = { listeningPorts: [{ host: '0.0.0.0', port: 50051, owner: 'mooncake_master (77)' }] }
    const [row] = portRows({ ports: { endpoints: [endpointOf({})], problems: [] } }, null, machine)
    expect(row?.takenBy).toBe('mooncake_master (77)')
  })

  it('pass the filter by host, action, conflict and words', () => {
    const rows = rowsOf([endpointOf({}), rival, endpointOf({ port: 50067, rank: 1, purpose: 'kv_transfer' })])
    expect(filterRows(rows, { ...NO_PORT_FILTER, conflictsOnly: true })).toHaveLength(2)
    expect(filterRows(rows, { ...NO_PORT_FILTER, words: 'kv 50067' })).toHaveLength(1)
    expect(filterRows(rows, { ...NO_PORT_FILTER, action: 'dial' })).toHaveLength(0)
  })
})

describe('what is exported', () => {
  it('is CSV that survives commas and formula signs', () => {
    const csv = portsCsv(rowsOf([endpointOf({ connectorLabel: '=a,b' })]))
    const [, line] = csv.split('\r\n')
    expect(line).toContain('"\'=a,b"')
  })

  it('lists what is bound outside loopback, once per port, sorted', () => {
    const list = firewallList(
      rowsOf([
        endpointOf({ port: 50067, rank: 1 }),
        endpointOf({}),
        endpointOf({ action: 'dial', stage: '1' }),
        endpointOf({ host: '127.0.0.1', port: 1 }),
      ]),
    )
    expect(list.split('\n').slice(1, 3)).toEqual([
      'allow tcp from any to 10.0.0.1 port 50051  # stage 1 reads requests of stage 0',
      'allow tcp from any to 10.0.0.1 port 50067  # stage 1 reads requests of stage 0',
    ])
    expect(list).not.toContain('127.0.0.1')
  })
})
