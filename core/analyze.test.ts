import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from './analyze.ts'
import type { Analysis, AnalysisContext } from './contract/analysis.ts'
import { nodeAt } from './document/index.ts'
import { resolveText } from './resolve-text.ts'
import { TARGET_IDS } from './targets/index.ts'

const FIXTURES = new URL('../fixtures/pipelines/', import.meta.url)
/** Real files of the upstream project, where they are at hand; they are no part of this one. */
const CORPUS = new URL('../../shared/corpus/', import.meta.url)

const yamlFiles = (folder: URL): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))
    : []
const read = (folder: URL, name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** Comparing whole analyses of this one takes longer than making them. */
const LARGEST = 'large/stages-500.yaml'
const names = yamlFiles(FIXTURES).filter(name => name !== LARGEST)
const valid = names.filter(name => !name.includes('/'))
const parents = Object.fromEntries(valid.map(name => [name, read(FIXTURES, name)]))
const contextOf = (fileName: string): AnalysisContext => ({
  fileName,
  files: parents,
  env: { OMNI_BASE_PORT: '50051' },
})

/** Every path that an analysis gives leads to something that is written. */
function deadPaths(analysis: Analysis): readonly unknown[] {
  const paths = [
    ...analysis.stages.map(stage => stage.path),
    ...analysis.edges.flatMap(edge => [edge.inputPath, edge.outputPath, edge.edgePath]),
    ...analysis.effective.stages.flatMap(stage =>
      stage.fields.map(field => (field.source.range === null ? null : field.source.path)),
    ),
  ]
  return paths.filter(path => path !== null && nodeAt(analysis.document, path) === null)
}

describe('every fixture', () => {
  it.each(names)('%s gives the same analysis twice, as plain data with paths that lead somewhere', name => {
    const analysis = analyze(read(FIXTURES, name), contextOf(name))
    expect(analyze(read(FIXTURES, name), contextOf(name))).toEqual(analysis)
    expect(structuredClone(analysis)).toEqual(analysis)
    expect(deadPaths(analysis)).toEqual([])
  })
  it.each(valid)('%s is taken by the runtime, every port included', name => {
    const { transfer, ports, effective } = resolveText(read(FIXTURES, name), contextOf(name))
    expect(transfer).toMatchObject({ ok: true })
    expect(ports.problems).toEqual([])
    expect(effective.chain.filter(entry => entry.problem !== null)).toEqual([])
  })
  it.each([
    ['invalid/undefined_connector.yaml', 'ValueError'],
    ['invalid/type_mismatch.yaml', 'ValueError'],
    ['invalid/no_stage_id.yaml', 'KeyError'],
    ['invalid/null_inputs.yaml', 'AttributeError'],
    ['invalid/syntax_error.yaml', 'YAMLError'],
  ])('%s fails with %s', (name, code) => {
    expect(resolveText(read(FIXTURES, name), { fileName: name }).transfer).toMatchObject({
      ok: false,
      error: { code },
    })
  })
})

it('five hundred stages are all there, each with its edges', () => {
  const analysis = analyze(read(FIXTURES, LARGEST), contextOf(LARGEST))
  expect(analysis.stages).toHaveLength(500)
  expect(analysis.edges.every(edge => !edge.ghost)).toBe(true)
  expect(analysis.edges).toHaveLength(480)
  expect(analysis.transfer).toMatchObject({ ok: true })
})

describe.runIf(existsSync(CORPUS))('every real file', () => {
  it.each(yamlFiles(CORPUS))('%s is taken by every target that reads it', name => {
    const text = read(CORPUS, name)
    for (const target of TARGET_IDS) {
      const analysis = analyze(text, { fileName: name, target })
      expect(analysis.document.ok).toBe(true)
      expect(analysis.transfer).toMatchObject({ ok: true })
      expect(analysis.ports.problems).toEqual([])
      expect(deadPaths(analysis)).toEqual([])
    }
  })
})

const target = fc.constantFrom(...TARGET_IDS)
const platform = fc.constantFrom('cuda', 'npu', 'xpu')
const context = fc.record(
  { target, platform, stageOverrides: fc.json(), fileName: fc.constantFrom('qwen3_tts.yaml', 'x.json', '') },
  { requiredKeys: [] },
)

/** Pieces that make a text look like a configuration without being one. */
const piece = fc.constantFrom(
  ...['stages:', 'stage_args:', ' - ', 'stage_id: ', '0', '"0"', 'null', '{', '}', '[', ']', ': ', ',', '\n'],
  ...['  ', '&a ', '*a', '<<: ', 'connectors:', 'edges:', 'from: ', 'to: ', 'input_connectors: ', 'runtime:'],
  ...['from_stage_0: ', 'name: ', 'MooncakeTransferEngineConnector', 'extra: ', 'zmq_port: ', '$X', '1e9'],
  ...[
    'omni_kv_config: ',
    'need_send_cache: true',
    'num_replicas: ',
    'platforms:',
    'base_config: ',
    '__proto__',
  ],
  ...[
    'engine_args: ',
    'devices: ',
    'parallel_config: ',
    'tensor_parallel_size: ',
    'pipeline: ',
    'bagel',
    '.inf',
  ],
)

/** A fixture with a stretch of it taken out, doubled or replaced. */
const mutated = fc
  .tuple(
    fc.constantFrom(...valid),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(40),
    fc.array(piece, { maxLength: 3 }),
  )
  .map(([name, at, length, put]) => {
    const text = parents[name] ?? ''
    const start = Math.floor(at * text.length)
    return text.slice(0, start) + put.join('') + text.slice(start + length)
  })

/** Whatever the text, an analysis comes back; an internal failure of a rule would be a finding without a place. */
function survives(text: string, given: AnalysisContext): void {
  const analysis = analyze(text, given)
  expect(analysis.document.text).toBe(text)
  const broken = analysis.findings.filter(finding => finding.message.includes('could not be checked'))
  expect(broken).toEqual([])
}

describe('any text', () => {
  it('of any characters gives an analysis', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), context, (text, given) => {
        survives(text, given as AnalysisContext)
      }),
      { numRuns: 100 },
    )
  })
  it('of a configuration’s own pieces gives an analysis', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), context, (pieces, given) => {
        survives(pieces.join(''), given as AnalysisContext)
      }),
      { numRuns: 200 },
    )
  })
  it('made from a fixture by a slip gives an analysis', () => {
    fc.assert(
      fc.property(mutated, context, (text, given) => {
        survives(text, given as AnalysisContext)
      }),
      { numRuns: 120 },
    )
  })
  it('past 8 MiB is refused with its size', () => {
    const analysis = analyze(`a: ${'x'.repeat(8 * 1024 * 1024)}`)
    expect(analysis.document.problems.map(problem => problem.code)).toEqual(['LIMIT-1'])
    expect(analysis.stages).toEqual([])
    expect(analysis.transfer).toMatchObject({ ok: false, error: { code: 'LIMIT-1' } })
  })
})

describe('the topology of a file', () => {
  const STAGES = 'stages:\n  - stage_id: 0\n  - stage_id: 1\n'

  it('that nothing names is missing, and so is what depends on it', () => {
    const nameless = analyze(STAGES)
    expect(nameless.pipeline).toBeNull()
    expect(nameless.pipelineUnknown).toMatch(/^Neither a `pipeline:` key .* KV flags .* cannot be known/)
    expect(analyze(`pipeline: no_such\n${STAGES}`).pipelineUnknown).toContain('no pipeline "no_such"')
  })

  it('is known by key, choice and name, and written out in legacy files', () => {
    for (const known of [
      analyze(`pipeline: bagel\n${STAGES}`),
      analyze(STAGES, { pipeline: 'bagel' }),
      analyze(STAGES, { fileName: 'bagel.yaml' }),
    ])
      expect(known).toMatchObject({ pipeline: { key: 'bagel' }, pipelineKey: 'bagel', pipelineUnknown: null })
    expect(analyze('stage_args: [{stage_id: 0}]\n').pipelineUnknown).toBeNull()
  })

  it('may be the user’s own, whose codec sets the chunks of a flow', () => {
    const own =
      'model_type: mine\nstages:\n  - {stage_id: 0, model_stage: a, final_output: true}\ncodec: {frames_per_second: 50}\n'
    const { pipeline } = analyze('pipeline: mine\nstages: []\n', { pipelineTexts: [own] })
    expect(pipeline).toMatchObject({ origin: 'user', codec: { framesPerSecond: 50 } })
  })
})
