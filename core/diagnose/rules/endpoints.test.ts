import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../../contract/analysis.ts'
import { deploy, findingsOf, marks } from '../finding-fixture.ts'

const OFF = 'async_chunk: false'
const pair = (
  extra: string,
  [sender, receiver]: readonly [readonly string[], readonly string[]] = [[], []],
  name = 'MooncakeTransferEngineConnector',
): string =>
  deploy(
    [OFF, 'connectors:', '  a:', `    name: ${name}`, `    extra: {${extra}}`],
    ['output_connectors: {to_stage_1: a}', ...sender],
    ['input_connectors: {from_stage_0: a}', ...receiver],
  )

const HOSTS: AnalysisContext = {
  hostsText: 'hosts: {alpha: {address: 10.0.0.1}, beta: {address: 10.0.0.2}}\nstages: {0: alpha, 1: beta}',
}
const TOGETHER: AnalysisContext = {
  hostsText: 'hosts: {alpha: {address: 10.0.0.1}}\nstages: {0: alpha, 1: alpha}',
}

/** `${NAME}`, which the linter would take for a slip in a plain string. */
const variable = (name: string): string => `\${${name}}`

describe('EP-1', () => {
  it('warns of auto and of a default of loopback between hosts', () => {
    expect(marks('EP-1', pair('host: auto'), HOSTS)).toEqual(['warning auto'])
    expect(
      marks('EP-1', pair('zmq_port: 20051', [[], []], 'MoriTransferEngineConnector'), HOSTS),
    ).toHaveLength(1)
    expect(marks('EP-1', pair('host: auto'), TOGETHER)).toEqual([])
    expect(marks('EP-1', pair('host: auto'))).toEqual([])
    expect(marks('EP-1', pair('host: "10.0.0.1"'), HOSTS)).toEqual([])
  })

  it('compares a written port with those of the sender, KV included', () => {
    const pinned = (port: number, kv = false): string =>
      pair(`zmq_port: 20051, sender_zmq_port: ${port}`, [
        kv ? ['omni_kv_config: {need_send_cache: true}'] : [],
        kv ? ['omni_kv_config: {need_recv_cache: true}'] : [],
      ])
    expect(marks('EP-1', pinned(20051))).toEqual([])
    expect(findingsOf('EP-1', pinned(20052))[0]).toMatchObject({
      severity: 'error',
      arithmetic: '20052 is not in {20051}',
    })
    expect(marks('EP-1', pinned(20151))).toEqual(['error 20151'])
    expect(marks('EP-1', pinned(20151, true))).toEqual([])
  })

  it('warns where one written port stands for several ranks', () => {
    const tp = ['tensor_parallel_size: 2']
    expect(marks('EP-1', pair('zmq_port: 20051, sender_zmq_port: 20051', [tp, tp]))).toEqual([
      'warning 20051',
    ])
  })

  it('finds ranks and replicas that the sender does not have', () => {
    const tp = (size: number) => [`tensor_parallel_size: ${size}`]
    expect(findingsOf('EP-1', pair('zmq_port: 20051', [tp(2), tp(4)]))[0]?.message).toContain(
      '2 workers of stage 1 dial ports of edge 0→1 where nobody listens, 20083',
    )
    expect(marks('EP-1', pair('zmq_port: 20051', [tp(4), tp(2)]))).toEqual([])
    expect(marks('EP-1', pair('zmq_port: 20051', [[], ['num_replicas: 2']]))).toEqual(['warning 20051'])
  })

  it('makes it a note where the KV path alone matters', () => {
    const text = pair('zmq_port: 20051', [
      ['omni_kv_config: {need_send_cache: true}'],
      ['omni_kv_config: {need_recv_cache: true}', 'tensor_parallel_size: 2'],
    ])
    expect(marks('EP-1', text)).toEqual(['info 20051'])
  })
})

describe('EP-2', () => {
  const machine = (address: string, context: AnalysisContext = HOSTS): AnalysisContext => ({
    ...context,
    machine: { hostName: 'alpha', autoHostAddress: address },
  })
  const text = pair('host: auto, sender_host: "10.0.0.1"')

  it.each(['127.0.0.1', '172.17.0.2', '10.9.9.9'])('warns of %s between hosts', address => {
    expect(
      marks('EP-2', text, { ...HOSTS, machine: { hostName: '10.0.0.1', autoHostAddress: address } }),
    ).toEqual(['warning auto'])
    expect(marks('EP-2', text, machine(address))).toEqual(['warning auto'])
  })

  it('is a note where hosts are not known, and silent for one host or a good address', () => {
    expect(marks('EP-2', text, machine('127.0.0.1', {}))).toEqual(['info auto'])
    expect(marks('EP-2', text, machine('127.0.0.1', TOGETHER))).toEqual([])
    expect(marks('EP-2', text, machine('10.0.0.1'))).toEqual([])
    expect(marks('EP-2', pair('host: "10.0.0.1"'), machine('127.0.0.1'))).toEqual([])
    expect(marks('EP-2', text, HOSTS)).toEqual([])
  })
})

describe('EP-3', () => {
  it('finds loopback between hosts, also where the store has it by default', () => {
    expect(marks('EP-3', pair('host: "127.0.0.1"'), HOSTS)).toEqual(['error "127.0.0.1"'])
    const store = pair('host: "10.0.0.1", master: "10.0.0.1:50051"', [[], []], 'MooncakeStoreConnector')
    expect(findingsOf('EP-3', store, HOSTS)[0]?.message).toContain(
      'metadata_server of connector a is http://127',
    )
    expect(marks('EP-3', store, TOGETHER)).toEqual([])
  })

  it('leaves the datasystem worker on loopback alone', () => {
    expect(marks('EP-3', pair('host: "127.0.0.1"', [[], []], 'YuanrongConnector'), HOSTS)).toEqual([])
  })

  it('finds placeholders of addresses, whatever the hosts', () => {
    expect(marks('EP-3', pair('host: "<NODE_IP>"'))).toEqual(['error "<NODE_IP>"'])
    expect(marks('EP-3', pair(`host: "${variable('NODE_IP')}"`))).toHaveLength(1)
    expect(marks('EP-3', pair('device_name: "<nic>"'))).toEqual([])
  })

  it('looks variables of ports up in the launch environment', () => {
    const text = pair(`zmq_port: "${variable('BASE')}"`)
    expect(marks('EP-3', text)).toEqual([`info "${variable('BASE')}"`])
    expect(marks('EP-3', text, { env: {} })).toEqual([`error "${variable('BASE')}"`])
    expect(marks('EP-3', text, { env: { BASE: '20051' } })).toEqual([])
    const [defaulted] = findingsOf('EP-3', pair(`zmq_port: "${variable('BASE:-5')}"`))
    expect(defaulted).toMatchObject({ severity: 'error', consequence: 'raises' })
  })

  it('wonders at addresses that the inventory does not have', () => {
    expect(marks('EP-3', pair('host: "10.0.0.7"'), HOSTS)).toEqual(['warning "10.0.0.7"'])
    expect(marks('EP-3', pair('host: "10.0.0.7"'), { hostsText: 'hosts: {alpha: {}}' })).toEqual([])
  })

  it('looks at kv_ip of native KV transfer', () => {
    const native = (ip: string): string =>
      deploy(
        [OFF, 'edges: [{from: 0, to: 1}]'],
        [`kv_transfer_config: {kv_connector: MooncakeConnector, kv_role: kv_producer, kv_ip: "${ip}"}`],
        ['kv_transfer_config: {kv_connector: MooncakeConnector, kv_role: kv_consumer}'],
      )
    expect(marks('EP-3', native('127.0.0.1'), HOSTS)).toEqual(['error "127.0.0.1"'])
    expect(marks('EP-3', native('10.0.0.1'), HOSTS)).toEqual([])
    expect(marks('EP-3', native('<MASTER_IP>'))).toEqual(['error "<MASTER_IP>"'])
  })
})
