import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { findConnector } from '../connectors/index.ts'
import type { TargetId } from '../contract/index.ts'
import { parseDocument } from '../document/index.ts'
import { toPlain } from '../value/index.ts'
import { extraFields, fieldsFor, jsonSchema, type SchemaDialect, schemaIssues } from './index.ts'

const TARGETS: readonly TargetId[] = ['2025-12', '2026-07', '2026-09']
const DIALECTS: readonly SchemaDialect[] = ['deploy', 'legacy']
const FIXTURES = join(import.meta.dirname, '../../fixtures/pipelines')
const CORPUS = join(import.meta.dirname, '../../../shared/corpus')

const compile = (dialect: SchemaDialect, target: TargetId) =>
  new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
    jsonSchema({ dialect, target }),
  )

const yamlFiles = (folder: string) =>
  readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .map(name => join(folder, name))

const parse = (file: string) => parseDocument(readFileSync(file, 'utf8'), { fileName: file })

describe('the JSON Schema', () => {
  it.each(DIALECTS.flatMap(dialect => TARGETS.map(target => [dialect, target] as const)))(
    'of %s for %s is strict draft 2020-12 and plain JSON',
    (dialect, target) => {
      const schema = jsonSchema({ dialect, target })
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
      expect(() => compile(dialect, target)).not.toThrow()
    },
  )
  it('offers the classes of its target only', () => {
    expect(JSON.stringify(jsonSchema({ dialect: 'deploy', target: '2026-07' }).$defs)).not.toContain(
      '"NixlConnector"',
    )
    expect(JSON.stringify(jsonSchema({ dialect: 'deploy', target: '2026-09' }).$defs)).toContain(
      '"NixlConnector"',
    )
  })
  it('gives editors title, description, unit and default', () => {
    const text = JSON.stringify(jsonSchema({ dialect: 'deploy', target: '2026-07' }))
    expect(text).toContain('"title":"GPU memory share"')
    expect(text).toContain('"default":1073741824')
    expect(text).toContain('Unit: bytes.')
    expect(text).toContain('"deprecated":true')
  })
  it('says when the target does not read the dialect', () => {
    expect(jsonSchema({ dialect: 'legacy', target: '2026-09' }).description).toContain('does not read')
    expect(jsonSchema({ dialect: 'legacy', target: '2026-07' }).description).not.toContain('does not read')
  })
})

describe('good files', () => {
  const validate = { deploy: compile('deploy', '2026-07'), legacy: compile('legacy', '2026-07') }
  const agree = (file: string) => {
    const document = parse(file)
    if (document.dialect !== 'deploy' && document.dialect !== 'legacy') return
    expect(schemaIssues(document.value, document.dialect, '2026-07')).toEqual([])
    validate[document.dialect](toPlain(document.value))
    expect(validate[document.dialect].errors ?? []).toEqual([])
  }
  it.each([...yamlFiles(FIXTURES), ...yamlFiles(join(FIXTURES, 'large'))])('%s fits', agree)
  if (existsSync(CORPUS))
    it.each([...yamlFiles(join(CORPUS, 'deploy')), ...yamlFiles(join(CORPUS, 'legacy'))])('%s fits', agree)
  else it.skip('files of the corpus: the folder is not here', () => {})
})

describe('what the schema refuses', () => {
  const first = (text: string, dialect: SchemaDialect = 'deploy', target: TargetId = '2026-07') =>
    schemaIssues(parseDocument(text).value, dialect, target)[0] ?? null
  it.each([
    ['stages:\n  - devices: "0"\n', ['stages', 0, 'stage_id']],
    ['stages:\n  - stage_id: 0\n    gpu_memory_utilization: 1.5\n', ['stages', 0, 'gpu_memory_utilization']],
    ['stages:\n  - stage_id: 0\n    gpu_memory_utilization: 0\n', ['stages', 0, 'gpu_memory_utilization']],
    ['stages:\n  - stage_id: 0\n    max_num_seqs: many\n', ['stages', 0, 'max_num_seqs']],
    ['stages:\n  - stage_id: 0\n    input_connectors:\n', ['stages', 0, 'input_connectors']],
    [
      'stages:\n  - stage_id: 0\n    input_connectors: {from_stage_1: 5}\n',
      ['stages', 0, 'input_connectors', 'from_stage_1'],
    ],
    ['model_runner: v3\nstages: []\n', ['model_runner']],
    ['duplex_session: {max_sessions: 0}\nstages: []\n', ['duplex_session', 'max_sessions']],
    [
      'platforms: {npu: {stages: [{devices: "1"}]}}\nstages: []\n',
      ['platforms', 'npu', 'stages', 0, 'stage_id'],
    ],
    [
      'connectors: {a: {name: MooncakeTransferEngineConnector, extra: {memory_pool_size: 4GB}}}\nstages: []\n',
      ['connectors', 'a', 'extra', 'memory_pool_size'],
    ],
    [
      'connectors: {a: {name: MooncakeTransferEngineConnector, extra: {memory_pool_device: gpu}}}\nstages: []\n',
      ['connectors', 'a', 'extra', 'memory_pool_device'],
    ],
    [
      'stages:\n  - stage_id: 0\n    output_connectors:\n      to_stage_1: {name: MooncakeStoreConnector, extra: {proto: udp}}\n',
      ['stages', 0, 'output_connectors', 'to_stage_1', 'extra', 'proto'],
    ],
  ])('%j', (text, path) => {
    expect(first(text)?.path).toEqual(path)
  })
  it('is refused by the JSON Schema as well', () => {
    const validate = compile('deploy', '2026-07')
    expect(validate({ stages: [{ stage_id: 0, gpu_memory_utilization: 2 }] })).toBe(false)
    expect(validate({ stages: [{ stage_id: 0, input_connectors: { fromstage: 'x' } }] })).toBe(false)
    expect(
      validate({
        connectors: { a: { name: 'MooncakeStoreConnector', extra: { proto: 'udp' } } },
        stages: [],
      }),
    ).toBe(false)
  })
  it('in a legacy file', () => {
    expect(first('stage_args:\n', 'legacy')?.path).toEqual(['stage_args'])
    expect(first('stage_args:\n  - stage_id: 0\n    engine_input_source: 1\n', 'legacy')?.path).toEqual([
      'stage_args',
      0,
      'engine_input_source',
    ])
    expect(first('stage_args: []\nruntime:\n', 'legacy')?.path).toEqual(['runtime'])
  })
})

describe('what the schema lets pass', () => {
  const issues = (text: string) => schemaIssues(parseDocument(text).value, 'deploy', '2026-07')
  it.each([
    'stages: [{stage_id: 0, my_own_engine_key: {a: 1}}]\nmy_top: 1\n',
    'stages: [{stage_id: 0, gpu_memory_utilization: null, devices: 0}]\n',
    'connectors: {a: {extra: {codec_chunk_frames: 10}}}\nbase_config: b.yaml\nstages: []\n',
    'connectors: {a: {name: MyConnector, extra: {anything: [1]}}}\nstages: []\n',
    'connectors: {a: {name: NixlConnector, extra: {backends: 5}}}\nstages: []\n',
    'connectors: {a: {name: MooncakeTransferEngineConnector, extra: {zmq_port: "$PORT", my_key: 1}}}\nstages: []\n',
    'platforms: {}\nstages: []\n',
    'connectors: null\nedges: null\nstages: []\n',
  ])('%j', text => {
    expect(issues(text)).toEqual([])
  })
})

describe('the fields of a form', () => {
  const keys = (...args: Parameters<typeof fieldsFor>) => fieldsFor(...args).map(item => item.path.join('.'))
  it('have the paths of their dialect', () => {
    expect(keys('stage', 'deploy', '2026-07')).toContain('gpu_memory_utilization')
    expect(keys('stage', 'legacy', '2026-07')).toContain('engine_args.gpu_memory_utilization')
    expect(keys('stage', 'legacy', '2026-07')).toContain('runtime.devices')
    expect(keys('stage', 'deploy', '2026-07')).toContain('default_sampling_params.temperature')
    expect(keys('stage', 'legacy', '2026-07')).toContain('engine_args.omni_kv_config.need_send_cache')
    expect(keys('stage', 'deploy', '2026-07')).toContain('omni_kv_config.kv_transfer_criteria.type')
    expect(keys('runtime', 'legacy', '2026-07')).toContain('runtime.defaults.window_size')
    expect(keys('edge', 'deploy', '2026-07')).toEqual(['from', 'to', 'window_size', 'max_inflight'])
  })
  it('of a connector follow its class and target', () => {
    const engine = keys('connector', 'deploy', '2026-07', 'MooncakeTransferEngineConnector')
    expect(engine.slice(0, 3)).toEqual(['name', 'extra.host', 'extra.zmq_port'])
    expect(keys('connector', 'deploy', '2026-07', 'MooncakeConnector')).toContain('extra.proto')
    expect(keys('connector', 'deploy', '2026-07')).toEqual(['name', 'extra'])
    expect(keys('connector', 'deploy', '2026-07', 'SharedMemoryConnector')).not.toContain(
      'extra.wakeup_scope',
    )
    expect(keys('connector', 'deploy', '2026-09', 'SharedMemoryConnector')).toContain('extra.wakeup_scope')
  })
  it('of a later target are absent before it', () => {
    expect(keys('top', 'deploy', '2026-07')).not.toContain('cuda_mps')
    expect(keys('top', 'deploy', '2026-09')).toContain('cuda_mps')
  })
  it.each(DIALECTS)('have distinct paths and say what they are (%s)', dialect => {
    for (const scope of ['top', 'stage', 'edge', 'runtime', 'connector'] as const) {
      const fields = fieldsFor(scope, dialect, '2026-07', 'MoriTransferEngineConnector')
      const paths = fields.map(item => item.path.join('.'))
      expect(new Set(paths).size).toBe(paths.length)
      for (const item of fields) {
        expect(item.title).not.toBe('')
        expect(item.description.length).toBeGreaterThan(3)
      }
    }
  })
})

it('names the fields of extra in words, with their units', () => {
  const entry = findConnector('MooncakeTransferEngineConnector')
  if (entry === null) throw new Error('the catalogue knows it')
  const titles = new Map(extraFields(entry, '2026-07').map(info => [info.path.join('.'), info.title]))
  expect(titles.get('sender_zmq_port')).toBe('Sender ZMQ port')
  const timed = [...titles].filter(([key]) => key.endsWith('_s') || key.endsWith('_ms'))
  for (const [key, title] of timed) expect(title, key).toMatch(/ \((?:ms|s)\)$/)
})
