import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDocument } from '../document/index.ts'
import { loadOmniTransferConfig } from '../resolve/index.ts'
import type { PyValue } from '../value/index.ts'
import { type Migration, migrate } from './index.ts'

const FIXTURES = new URL('../../fixtures/pipelines/', import.meta.url)
/** Real files, where they lie beside the checkout. */
const CORPUS = new URL('../../../shared/corpus/legacy/', import.meta.url)

const legacyFiles = [FIXTURES, CORPUS]
  .filter(folder => existsSync(folder))
  .flatMap(folder => readdirSync(folder).map(name => new URL(name, folder)))
  .filter(url => url.pathname.endsWith('.yaml') && /^stage_args:/m.test(readFileSync(url, 'utf8')))

const nameOf = (url: URL): string => url.pathname.split('/').at(-1) ?? ''

function migrated(text: string, fileName = 'config.yaml'): Migration {
  const result = migrate(text, { fileName })
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.message}`)
  return result.value
}

/** Comments that fill a line of their own. */
const wholeLineComments = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line.startsWith('#'))
    .sort()

const edgesOf = (value: PyValue): readonly string[] => {
  const loaded = loadOmniTransferConfig({ configDict: value })
  if (!loaded.ok) throw new Error(loaded.error.message)
  return (loaded.value?.connectors ?? []).map(({ from, to }) => `${from}->${to}`)
}

describe.each(legacyFiles.map(url => [nameOf(url), url] as const))('%s', (name, url) => {
  const text = readFileSync(url, 'utf8')
  const result = migrated(text, name)
  const document = parseDocument(result.text)

  it('becomes a deploy file that reads, with every comment', () => {
    expect(document).toMatchObject({ ok: true, dialect: 'deploy' })
    expect(wholeLineComments(result.text)).toEqual(wholeLineComments(text))
    expect(document.problems).toEqual([])
  })

  it('resolves as before', () => {
    expect(result.equivalent).toBe(true)
    expect(edgesOf(document.value)).toEqual(edgesOf(parseDocument(text).value))
    expect(result.equality.filter(row => !row.equal && row.reason === null)).toEqual([])
  })

  it('is told of setting by setting', () => {
    for (const item of result.items) expect(item.message).toMatch(/\.$/)
    const stages = result.items.filter(item => item.from?.[0] === 'stage_args' && item.from.length > 2)
    expect(stages.length).toBeGreaterThan(0)
  })
})

const SMALL = `# head
stage_args:
  # first
  - stage_id: 0
    runtime:   # how it runs
      process: true
      devices: 0  # one card
      max_batch_size: 4
    engine_args:
      # who it is
      model_stage: thinker
      max_num_seqs: 8   # wins
      trust_remote_code: true
    final_output: true
    input_connectors: {}

  - stage_id: 1
    stage_type: diffusion
    runtime: {devices: "1", num_replicas: 2}
    engine_args: {trust_remote_code: false, parallel_config: {tensor_parallel_size: 2}}
    engine_input_source: [0]
runtime:
  enabled: true
`

describe('a legacy file', () => {
  const result = migrated(SMALL)

  it('is taken apart and put together as deploy files are written', () => {
    expect(result.text).toBe(`# head
async_chunk: false

stages:
  # first
  - stage_id: 0
    # how it runs
    devices: "0"  # one card
    # who it is
    max_num_seqs: 8   # wins
    trust_remote_code: true
    max_num_batched_tokens: 32768
    enable_prefix_caching: false
    input_connectors: {}

  - stage_id: 1
    devices: "1"
    num_replicas: 2
    trust_remote_code: false
    parallel_config:
      tensor_parallel_size: 2
    max_num_seqs: 1

edges:
  - from: 0
    to: 1
`)
  })

  it('says what became of each setting', () => {
    const told = result.items.map(({ kind, from, to }) => [
      kind,
      from?.join('.') ?? null,
      to?.join('.') ?? null,
    ])
    expect(told).toEqual(
      expect.arrayContaining([
        ['dropped', 'stage_args.0.runtime.process', null],
        ['moved', 'stage_args.0.runtime.devices', 'stages.0.devices'],
        ['dropped', 'stage_args.0.runtime.max_batch_size', null],
        ['registry', 'stage_args.0.engine_args.model_stage', null],
        ['kept', 'stage_args.0.engine_args.trust_remote_code', 'stages.0.trust_remote_code'],
        ['registry', 'stage_args.1.stage_type', null],
        ['moved', null, 'edges'],
        ['made-explicit', null, 'async_chunk'],
        ['made-explicit', null, 'stages.1.max_num_seqs'],
        ['dropped', 'runtime.enabled', null],
        ['renamed', 'stage_args', 'stages'],
      ]),
    )
    expect(result).toMatchObject({ equivalent: true, flag: { after: '--deploy-config' }, pipeline: null })
  })

  it('keeps its line breaks and its missing last one', () => {
    const windows = SMALL.replaceAll('\n', '\r\n').trimEnd()
    expect(migrated(windows).text).toBe(result.text.replaceAll('\n', '\r\n').trimEnd())
  })
})

describe('connectors', () => {
  const wired = (definition: string): string => `stage_args:
  - stage_id: 0
    output_connectors:
      to_stage_1: ${definition}
  - stage_id: 1
    input_connectors:
      from_stage_0: ${definition}
`

  it('that a stage writes on the spot get a name, equal ones the same', () => {
    const { text, equivalent } = migrated(wired('{name: MooncakeConnector, extra: {proto: tcp}}'))
    expect(text).toContain('      to_stage_1: mooncake_store_connector\n')
    expect(text).toContain('      from_stage_0: mooncake_store_connector\n')
    expect(text).toContain(
      'connectors:\n  mooncake_store_connector:\n    name: MooncakeStoreConnector\n    extra:\n      proto: tcp\n',
    )
    expect(equivalent).toBe(true)
  })

  it('lose what nothing reads, and keep their comments', () => {
    const runtime = `runtime:
  connectors:
    # the store
    store:  # shared
      name: MooncakeConnector  # old name
      extra:
        shm_threshold_bytes: 1
        proto: "tcp"  # slow
    shm:
      name: SharedMemoryConnector
      extra: {shm_threshold_bytes: 65536}
`
    expect(migrated(wired('store') + runtime).text).toContain(`connectors:
  # the store
  store:  # shared
    name: MooncakeStoreConnector  # old name
    extra:
      proto: "tcp"  # slow
  shm:
    name: SharedMemoryConnector
`)
  })

  it('of native KV transfer keep their names', () => {
    const text = `stage_args:
  - stage_id: 0
    engine_args:
      kv_transfer_config:
        kv_connector: MooncakeConnector
`
    expect(migrated(text).text).toContain('kv_connector: MooncakeConnector')
  })
})

describe('what stands once for all stages', () => {
  const two = (first: string, second: string): string =>
    `stage_args:\n  - stage_id: 0\n    engine_args:\n      ${first}\n  - stage_id: 1\n    engine_args:\n      ${second}\n`

  it('is lifted only where every stage says it alike', () => {
    expect(migrated(two('dtype: bfloat16', 'dtype: bfloat16')).text).toMatch(/^dtype: bfloat16$/m)
    expect(migrated(two('dtype: bfloat16', 'dtype: float32')).text).not.toMatch(/^dtype/m)
    expect(migrated(two('dtype: bfloat16', 'seed: 1')).text).not.toMatch(/^dtype/m)
  })

  it('is written down where its default has changed', () => {
    expect(migrated(two('seed: 1', 'seed: 2')).text).toMatch(/^trust_remote_code: true$/m)
    const { text } = migrated(two('trust_remote_code: false', 'seed: 2'))
    expect(text).not.toMatch(/^trust_remote_code/m)
    expect(text).toContain('    trust_remote_code: true\n')
  })
})

it('writes rare YAML out by its values', () => {
  const text = `base: &e
  trust_remote_code: true
  gpu_memory_utilization: 0.5
stage_args:
  - stage_id: 0
    engine_args: *e
  - &second
    stage_id: 1
    engine_args:
      <<: *e
      gpu_memory_utilization: 0.2
`
  const { text: after, equivalent } = migrated(text)
  expect(equivalent).toBe(true)
  expect(parseDocument(after).ok).toBe(true)
  expect(after).toContain('gpu_memory_utilization: 0.2')
})

it('keeps JSON as JSON', () => {
  const text = '{\n  "stage_args": [\n    {"stage_id": 0, "runtime": {"devices": "0"}}\n  ]\n}\n'
  const { text: after } = migrated(text, 'a.json')
  const read = parseDocument(after, { fileName: 'a.json' })
  expect(read).toMatchObject({ ok: true, dialect: 'deploy' })
})

it.each([
  ['stages: []\n', 'MIGRATE-DEPLOY'],
  ['stage_args: [', 'MIGRATE-SYNTAX'],
  ['a: 1\n', 'MIGRATE-DIALECT'],
  ['', 'MIGRATE-DIALECT'],
  ['stage_args: 3\n', 'MIGRATE-STAGES'],
  ['stage_args:\n  - a: 1\n', 'MIGRATE-STAGES'],
])('refuses %j with a code and a sentence', (text, code) => {
  expect(migrate(text)).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(/\.$/) } })
})

it('ignores what a file with both dialects had ignored', () => {
  const text = 'stage_args:\n  - stage_id: 0\nstages:\n  - stage_id: 9\nconnectors: {}\n'
  const { text: after, items } = migrated(text)
  expect(after).not.toContain('stage_id: 9')
  expect(items.filter(item => item.kind === 'dropped').map(item => item.from)).toEqual([
    ['stages'],
    ['connectors'],
  ])
})
