import { describe, expect, it } from 'vitest'
import { deploy, findingsOf, fixed, marks } from '../finding-fixture.ts'

const OFF = 'async_chunk: false'
const SHM = ['connectors:', '  shm: {name: SharedMemoryConnector}']
const engine = (label: string, extra: string): readonly string[] => [
  `  ${label}:`,
  '    name: MooncakeTransferEngineConnector',
  `    extra: {${extra}}`,
]
const HOSTS = (a: string, b: string): string => `hosts: {alpha: {}, beta: {}}\nstages: {0: ${a}, 1: ${b}}`

describe('WIRE-1', () => {
  it('points at the reference and offers the label that was meant', () => {
    const text = deploy([OFF, ...SHM], ['output_connectors: {to_stage_1: smh}'], [])
    expect(marks('WIRE-1', text)).toEqual(['error smh'])
    const near = deploy(
      [OFF, 'connectors:', '  shared: {name: SharedMemoryConnector}'],
      ['output_connectors: {to_stage_1: shraed}'],
      [],
    )
    expect(fixed('WIRE-1', near)).toContain('{to_stage_1: shared}')
  })

  it('looks below runtime in a legacy file, and at the top of a deploy file unless runtime has the key', () => {
    const legacy = `connectors: {shm: {name: SharedMemoryConnector}}
stage_args:
  - stage_id: 0
    output_connectors: {to_stage_1: shm}
  - stage_id: 1
`
    expect(marks('WIRE-1', legacy)).toEqual(['error shm'])
    const blocked = deploy(
      [OFF, ...SHM, 'runtime: {connectors: {}}'],
      ['output_connectors: {to_stage_1: shm}'],
      [],
    )
    expect(marks('WIRE-1', blocked)).toEqual(['error shm'])
  })

  it('finds a reference to what only a base file defines', () => {
    const text = `base_config: base.yaml\n${deploy([OFF], ['output_connectors: {to_stage_1: shm}'], [])}`
    const files = { 'base.yaml': 'connectors: {shm: {name: SharedMemoryConnector}}\n' }
    expect(marks('WIRE-1', text, { files })).toEqual([])
    expect(marks('WIRE-1', text, { files: { 'base.yaml': 'connectors: {}\n' } })).toEqual(['error shm'])
  })

  it('does not take keys such as constructor for defined', () => {
    const text = deploy([OFF, ...SHM], ['output_connectors: {to_stage_1: constructor}'], [])
    expect(marks('WIRE-1', text)).toEqual(['error constructor'])
  })
})

describe('WIRE-2', () => {
  it('takes an alias for another class, as the parser does', () => {
    const text = deploy(
      [OFF, 'connectors:', '  a: {name: MooncakeConnector}', '  b: {name: MooncakeStoreConnector}'],
      ['output_connectors: {to_stage_1: a}'],
      ['input_connectors: {from_stage_0: b}'],
    )
    expect(marks('WIRE-2', text)).toEqual(['error b'])
    expect(fixed('WIRE-2', text)).toContain('{from_stage_0: a}')
  })

  it('compares a definition in place as well', () => {
    const text = deploy(
      [OFF, ...SHM],
      ['output_connectors: {to_stage_1: shm}'],
      ['input_connectors: {from_stage_0: {name: MooncakeStoreConnector}}'],
    )
    expect(marks('WIRE-2', text)).toEqual(['error {name: MooncakeStoreConnector}'])
  })
})

describe('WIRE-3', () => {
  it('says which end wins: the stage that comes first in the list', () => {
    const text = deploy(
      [OFF, 'connectors:', ...engine('a', 'zmq_port: 50051'), ...engine('b', 'zmq_port: 60051')],
      ['output_connectors: {to_stage_1: a}'],
      ['input_connectors: {from_stage_0: b}'],
    )
    const [finding] = findingsOf('WIRE-3', text)
    expect(finding).toMatchObject({
      severity: 'warning',
      arithmetic: 'zmq_port: 50051 wins over 60051',
      edges: [{ from: '0', to: '1' }],
    })
    expect(finding?.related[0]?.message).toBe('This end wins')
  })

  it('keeps still where only the labels differ', () => {
    const text = deploy(
      [OFF, 'connectors:', ...engine('a', 'zmq_port: 50051'), ...engine('b', 'zmq_port: 50051.0')],
      ['output_connectors: {to_stage_1: a}'],
      ['input_connectors: {from_stage_0: b}'],
    )
    expect(marks('WIRE-3', text)).toEqual([])
  })
})

describe('WIRE-4', () => {
  it.each([
    ['from_stage0', 'from_stage_0'],
    ['from_0', 'from_stage_0'],
    ['from-stage-0', 'from_stage_0'],
  ])('offers the right key for %s', (key, right) => {
    const text = deploy([OFF, ...SHM, 'edges: [{from: 0, to: 1}]'], [], [`input_connectors: {${key}: shm}`])
    expect(marks('WIRE-4', text)).toEqual([`error ${key}`])
    expect(fixed('WIRE-4', text)).toContain(`{${right}: shm}`)
    expect(findingsOf('WIRE-5', text)).toHaveLength(1)
  })

  it('has nothing to offer where the number is a word or no stage', () => {
    const text = deploy([OFF, ...SHM], [], ['input_connectors: {from_stage_one: shm, from_stage_: shm}'])
    expect(marks('WIRE-4', text)).toEqual(['error from_stage_one', 'error from_stage_'])
    expect(findingsOf('WIRE-4', text).every(finding => finding.fix === null)).toBe(true)
  })

  it('finds stages that point at themselves or at nobody', () => {
    const text = deploy(
      [OFF, ...SHM],
      ['output_connectors: {to_stage_0: shm}'],
      ['output_connectors: {to_stage_7: shm}'],
    )
    expect(marks('WIRE-4', text)).toEqual(['error to_stage_0', 'warning to_stage_7'])
  })

  it('is sure of a missing stage where the pipeline is known', () => {
    const text = deploy(['pipeline: qwen2_5_omni', OFF, ...SHM], ['output_connectors: {to_stage_7: shm}'])
    expect(marks('WIRE-4', text)).toEqual(['error to_stage_7'])
    const known = deploy(['pipeline: qwen2_5_omni', OFF, ...SHM], ['output_connectors: {to_stage_1: shm}'])
    expect(marks('WIRE-4', known)).toEqual([])
  })

  it('looks at listed edges too', () => {
    const legacy = `stage_args:
  - stage_id: 0
  - stage_id: 1
    engine_input_source: [0]
runtime:
  edges:
    - {from: 0, to: 5}
`
    expect(marks('WIRE-4', legacy)).toEqual(['error 5'])
  })
})

describe('WIRE-5', () => {
  it('is a note on one host and an error between two', () => {
    const text = deploy([OFF, 'edges: [{from: 0, to: 1}]'], [], [])
    expect(marks('WIRE-5', text)).toEqual(['info {from: 0, to: 1}'])
    expect(marks('WIRE-5', text, { hostsText: HOSTS('alpha', 'alpha') })).toEqual(['info {from: 0, to: 1}'])
    expect(marks('WIRE-5', text, { hostsText: HOSTS('alpha', 'beta') })).toEqual(['error {from: 0, to: 1}'])
    expect(marks('WIRE-5', text, { hostsText: 'hosts: {alpha: {}}\nstages: {0: alpha}' })).toHaveLength(1)
  })

  it('knows the edges of a pipeline that the file leaves out', () => {
    const text = deploy(['pipeline: qwen2_5_omni', OFF], [], [], [])
    expect(findingsOf('WIRE-5', text).map(finding => finding.edges[0])).toEqual([
      { from: '0', to: '1' },
      { from: '1', to: '2' },
    ])
  })

  it('leaves stages alone that hand KV over natively', () => {
    const kv = (role: string) => [`kv_transfer_config: {kv_connector: MooncakeConnector, kv_role: ${role}}`]
    const text = deploy([OFF, 'edges: [{from: 0, to: 1}]'], kv('kv_producer'), kv('kv_consumer'))
    expect(marks('WIRE-5', text)).toEqual([])
  })
})

describe('the fix of an edge between hosts', () => {
  const across = (definition: string): string =>
    deploy(
      [OFF, ...SHM, definition],
      ['output_connectors: {to_stage_1: shm}'],
      ['input_connectors: {from_stage_0: shm}'],
    )
  const hosts = { hostsText: HOSTS('alpha', 'beta') }

  it('wires the only connector that reaches there on both ends', () => {
    const text = across('  store: {name: MooncakeStoreConnector}')
    const after = fixed('WIRE-7', text, hosts)
    expect(after).toContain('to_stage_1: store')
    expect(after).toContain('from_stage_0: store')
    expect(marks('WIRE-7', after, hosts)).toEqual([])
  })

  it('is not offered where there is none, or a choice', () => {
    const unfixed = (text: string) => findingsOf('WIRE-7', text, hosts).map(finding => finding.fix)
    expect(unfixed(across('  again: {name: SharedMemoryConnector}'))).toEqual([null])
    const two = '  a: {name: MooncakeStoreConnector}\n  b: {name: YuanrongConnector}'
    expect(unfixed(across(two))).toEqual([null])
  })
})

describe('WIRE-6', () => {
  it('warns of a connector beside the topology of a legacy file', () => {
    const legacy = `stage_args:
  - stage_id: 0
    output_connectors: {to_stage_2: shm}
  - stage_id: 1
    engine_input_source: [0]
  - stage_id: 2
    engine_input_source: [1]
runtime:
  connectors:
    shm: {name: SharedMemoryConnector}
`
    expect(marks('WIRE-6', legacy)).toContain('warning shm')
  })

  it('says nothing of edges where the topology is not known', () => {
    const text = deploy(
      [OFF, ...SHM],
      ['output_connectors: {to_stage_1: shm}'],
      ['input_connectors: {from_stage_0: shm}'],
    )
    expect(marks('WIRE-6', text)).toEqual([])
  })

  it('offers the entry that the other end lacks', () => {
    const text = deploy([OFF, ...SHM], ['max_num_seqs: 4'], ['input_connectors: {from_stage_0: shm}'])
    expect(marks('WIRE-6', text)).toEqual(['info from_stage_0'])
    const after = fixed('WIRE-6', text)
    expect(after).toContain('to_stage_1: shm')
    expect(marks('WIRE-6', after)).toEqual([])
  })
})

describe('WIRE-7', () => {
  it('tells containers apart that share no IPC namespace', () => {
    const text = deploy(
      [OFF, ...SHM],
      ['output_connectors: {to_stage_1: shm}'],
      ['input_connectors: {from_stage_0: shm}'],
    )
    const placed = (a: string, b: string) => ({
      hostsText: `hosts: {alpha: {}}\nstages:\n  0: {host: alpha, container: ${a}}\n  1: {host: alpha, container: ${b}}`,
    })
    expect(marks('WIRE-7', text, placed('one', 'one'))).toEqual([])
    expect(marks('WIRE-7', text, placed('one', 'two'))).toEqual(['error shm'])
  })

  it('lets networked connectors cross hosts', () => {
    const text = deploy(
      [OFF, 'connectors: {store: {name: MooncakeStoreConnector}}'],
      ['output_connectors: {to_stage_1: store}'],
      ['input_connectors: {from_stage_0: store}'],
    )
    expect(marks('WIRE-7', text, { hostsText: HOSTS('alpha', 'beta') })).toEqual([])
  })
})

describe('WIRE-8', () => {
  const fanIn = deploy([OFF, 'edges: [{from: 0, to: 2}, {from: 1, to: 2}]'], [], [], [])
  const fanOut = deploy([OFF, 'edges: [{from: 1, to: 2}, {from: 1, to: 3}]'], [], [], [], [])

  it('counts listed edges too, and marks the second', () => {
    expect(marks('WIRE-8', fanIn)).toEqual(['error {from: 1, to: 2}'])
    expect(marks('WIRE-8', fanOut)).toEqual(['error {from: 1, to: 3}'])
  })

  it('knows that the newest target gives outbound edges to stage 0 only', () => {
    expect(marks('WIRE-8', fanIn, { target: '2026-09' })).toEqual(['warning {from: 1, to: 2}'])
    expect(marks('WIRE-8', fanOut, { target: '2026-09' })).toEqual([])
  })

  it('wonders at inputs of the first stage and outputs of the last', () => {
    const text = deploy(
      [OFF, ...SHM],
      ['input_connectors: {from_stage_1: shm}'],
      ['output_connectors: {to_stage_0: shm}'],
    )
    expect(marks('WIRE-8', text)).toEqual(['warning from_stage_1', 'warning to_stage_0'])
  })
})

describe('WIRE-9', () => {
  it('adds up the pools of two instances', () => {
    const pools = (a: number, b: number): string =>
      deploy(
        [
          OFF,
          'connectors:',
          ...engine('a', `memory_pool_size: ${a}`),
          ...engine('b', `memory_pool_size: ${b}`),
        ],
        ['output_connectors: {to_stage_1: a}'],
        ['input_connectors: {from_stage_0: a}', 'output_connectors: {to_stage_2: b}'],
        ['input_connectors: {from_stage_1: b}'],
      )
    expect(findingsOf('WIRE-9', pools(1000, 2000))[0]?.arithmetic).toBe(
      '1,000 + 2,000 = 3,000 bytes instead of 1,000',
    )
    expect(findingsOf('WIRE-9', pools(1000, 1000))).toEqual([])
  })
})

describe('NAME-1', () => {
  const named = (name: string, use: string): string =>
    deploy([OFF, `connectors: {c: {name: ${name}}}`], [`output_connectors: {${use}}`], [])

  it('is an error where the class is used and a warning where it is not', () => {
    expect(marks('NAME-1', named('NoSuchConnector', 'to_stage_1: c'))).toEqual(['error NoSuchConnector'])
    expect(marks('NAME-1', named('NoSuchConnector', ''))).toEqual(['warning NoSuchConnector'])
  })

  it('goes by the names of the target', () => {
    expect(marks('NAME-1', named('NixlConnector', 'to_stage_1: c'))).toEqual(['error NixlConnector'])
    expect(marks('NAME-1', named('NixlConnector', 'to_stage_1: c'), { target: '2026-09' })).toEqual([])
  })

  it('explains the alias and offers the real name', () => {
    const text = named('MooncakeConnector', 'to_stage_1: c')
    expect(marks('NAME-1', text)).toEqual(['warning MooncakeConnector'])
    expect(fixed('NAME-1', text)).toContain('{name: MooncakeStoreConnector}')
  })

  it('finds a definition without a class where it is used', () => {
    const text = deploy([OFF, 'connectors: {c: {extra: {}}}'], ['output_connectors: {to_stage_1: c}'], [])
    expect(findingsOf('NAME-1', text)[0]?.message).toContain('KeyError')
  })

  it('keeps the two worlds of names apart', () => {
    const native = (name: string): string =>
      deploy([OFF], [`kv_transfer_config: {kv_connector: ${name}, kv_role: kv_both}`])
    expect(marks('NAME-1', native('MooncakeTransferEngineConnector'))).toEqual([
      'warning MooncakeTransferEngineConnector',
    ])
    expect(marks('NAME-1', native('MooncakeConnector'))).toEqual([])
    expect(marks('NAME-1', native('SomethingOfOurs'))).toEqual([])
  })
})

describe('ROLE-1', () => {
  const role = (value: string): string =>
    deploy(
      [OFF, 'connectors:', ...engine('c', `role: ${value}`)],
      ['output_connectors: {to_stage_1: c}'],
      ['input_connectors: {from_stage_0: c}'],
    )

  it('warns of a known role and fails on others', () => {
    expect(marks('ROLE-1', role('receiver'))).toEqual(['warning receiver'])
    expect(marks('ROLE-1', role('Sender'))).toEqual(['warning Sender'])
    expect(marks('ROLE-1', role('auto'))).toEqual(['error auto'])
    expect(fixed('ROLE-1', role('sender'))).not.toContain('role')
  })

  it('leaves classes alone that ignore it', () => {
    const text = deploy(
      [OFF, 'connectors: {c: {name: SharedMemoryConnector, extra: {role: sender}}}'],
      ['output_connectors: {to_stage_1: c}'],
      [],
    )
    expect(marks('ROLE-1', text)).toEqual([])
  })
})
