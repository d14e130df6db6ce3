import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TargetId } from '../contract/index.ts'
import { TARGET_IDS } from '../targets/index.ts'
import { fromPlain, type PyValue } from '../value/index.ts'
import {
  buildStageConnectors,
  createConnectorsFromConfig,
  getConnectorsConfigForStage,
  getStageConnectorConfig,
  initializeOrchestratorConnectors,
  loadOmniTransferConfig,
  type RuntimeContext,
  type RuntimeSpec,
  resolveOmniKvConfigForStage,
  resolveStageConnectorSpecs,
} from './index.ts'

const RUNS = { numRuns: 150 }
const factory = (spec: RuntimeSpec) => ({ ok: true, value: spec }) as const

const dict = (entries: readonly (readonly [PyValue, PyValue])[]): PyValue => new Map(entries)
const builtin = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty')
const id = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  builtin,
  fc.constantFrom('0', '1', '01', 'talker', '²', "it's", ''),
)
const odd: fc.Arbitrary<PyValue> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).map(value => fromPlain(value as Parameters<typeof fromPlain>[0])),
  fc.bigInt(),
  fc.double().map(float => ({ float })),
  fc.constant({ date: '2024-01-02' }),
  fc.constant({ bytes: Uint8Array.of(102, 114) }),
)
const rarely = (usual: fc.Arbitrary<PyValue>): fc.Arbitrary<PyValue> =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: odd })

const port = fc.constantFrom<PyValue>(50051, '50051', '$PORT', '$NOPE', null, 'x', { float: 1.5 }, true, -4)
const extra = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('zmq_port', 'sender_zmq_port'), port),
      fc.tuple(
        fc.constantFrom('role', 'host', 'sender_host', 'type'),
        fc.constantFrom<PyValue>('a', null, 7),
      ),
      fc.tuple(fc.oneof(builtin, fc.string()), odd),
    ),
    { maxLength: 4 },
  )
  .map(dict)
const name = fc.constantFrom<PyValue>(
  'SharedMemoryConnector',
  'MooncakeTransferEngineConnector',
  'NixlConnector',
  'YuanrongTransferEngineConnector',
  null,
  ['a'],
)
const definition = fc.tuple(rarely(name), rarely(extra)).map(([n, e]) =>
  dict([
    ['name', n],
    ['extra', e],
  ]),
)
const label = fc.oneof(fc.constantFrom('te', 'shm'), builtin)
const wiring = (marker: string): fc.Arbitrary<PyValue> =>
  fc
    .array(
      fc.tuple(
        id.map(peer => `${marker}${peer}`),
        rarely(fc.oneof(label, definition)),
      ),
      { maxLength: 2 },
    )
    .map(dict)
const stage = fc
  .tuple(
    id,
    rarely(wiring('from_stage_')),
    rarely(wiring('to_stage_')),
    rarely(fc.array(id, { maxLength: 2 })),
  )
  .map(([stageId, inputs, outputs, sources]) =>
    dict([
      ['stage_id', stageId],
      ['input_connectors', inputs],
      ['output_connectors', outputs],
      ['engine_input_source', sources],
    ]),
  )
const edge = fc.tuple(rarely(id), rarely(id)).map(([from, to]) =>
  dict([
    ['from', from],
    ['to', to],
  ]),
)
const sections = fc.tuple(
  rarely(fc.array(fc.tuple(label, definition), { maxLength: 4 }).map(dict)),
  rarely(fc.array(edge, { maxLength: 3 })),
  rarely(fc.array(stage, { maxLength: 3 })),
)
const config: fc.Arbitrary<PyValue> = fc.oneof(
  {
    weight: 6,
    arbitrary: sections.map(([c, e, s]) =>
      dict([
        ['connectors', c],
        ['edges', e],
        ['stages', s],
      ]),
    ),
  },
  {
    weight: 6,
    arbitrary: sections.map(([c, e, s]) =>
      dict([
        ['stage_args', s],
        [
          'runtime',
          dict([
            ['connectors', c],
            ['edges', e],
          ]),
        ],
      ]),
    ),
  },
  { weight: 1, arbitrary: odd },
)
const context: fc.Arbitrary<RuntimeContext> = fc
  .tuple(
    fc.constantFrom<TargetId>(...TARGET_IDS),
    fc.constantFrom('1', 'x', '-2', ''),
    fc.constantFrom('2', 'y', ''),
  )
  .map(([target, rank, replica]) => ({
    target,
    env: { PORT: '6000', LOCAL_RANK: rank, VLLM_OMNI_REPLICA_ID: replica },
  }))

/** Everything that the resolver says about a configuration. */
function resolveAll(value: PyValue, runtime: RuntimeContext): unknown {
  const loaded = loadOmniTransferConfig({ configDict: value }, runtime)
  const file = { configPath: 'a.yaml', readFile: () => 'stages: [{stage_id: 0}]', factory }
  const started = initializeOrchestratorConnectors(file, runtime)
  if (!loaded.ok) return { loaded, started }
  const edges = loaded.value?.connectors ?? []
  const stages = [...new Set(edges.flatMap(({ from, to }) => [from, to]))]
  return {
    loaded,
    started,
    created: [null, 'orchestrator', ...stages].map(callerStageId =>
      createConnectorsFromConfig(edges, { callerStageId, factory }, runtime),
    ),
    stages: stages.map(stageId => {
      const tolerant = getStageConnectorConfig(loaded.value, stageId, runtime)
      return {
        strict: getConnectorsConfigForStage(loaded.value, stageId, runtime),
        tolerant,
        specs: resolveStageConnectorSpecs(tolerant.value),
        built: buildStageConnectors(stageId, tolerant.value, { factory }, runtime),
        kv: resolveOmniKvConfigForStage(loaded.value, stageId),
      }
    }),
  }
}

it('gives every configuration an outcome, and the same one again', () => {
  fc.assert(
    fc.property(config, context, (value, runtime) => {
      expect(resolveAll(value, runtime)).toEqual(resolveAll(value, runtime))
    }),
    RUNS,
  )
})

it('leaves its input as it was', () => {
  fc.assert(
    fc.property(config, context, (value, runtime) => {
      const before = structuredClone(value)
      resolveAll(value, runtime)
      expect(value).toEqual(before)
    }),
    RUNS,
  )
})

it('leaves a loaded configuration as it was', () => {
  fc.assert(
    fc.property(config, context, (value, runtime) => {
      const loaded = loadOmniTransferConfig({ configDict: value }, runtime)
      if (!loaded.ok || loaded.value === null) return
      const before = structuredClone(loaded.value)
      for (const { from } of loaded.value.connectors) {
        getConnectorsConfigForStage(loaded.value, from, runtime)
        createConnectorsFromConfig(loaded.value.connectors, { callerStageId: from, factory }, runtime)
        resolveOmniKvConfigForStage(loaded.value, from)
      }
      expect(loaded.value).toEqual(before)
    }),
    RUNS,
  )
})

it('takes any text of a file, under any name', () => {
  const path = fc.oneof(fc.constantFrom('a.yaml', 'a.YML', 'a.json', 'a.toml', 'a', '.yaml'), fc.string())
  fc.assert(
    fc.property(path, fc.string({ unit: 'binary' }), (configPath, text) => {
      const loaded = loadOmniTransferConfig({ configPath, readFile: () => text })
      expect(typeof loaded.ok).toBe('boolean')
    }),
    RUNS,
  )
})

interface PlannedStage {
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly sources: readonly number[]
}

const peers = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 3 })
const planned: fc.Arbitrary<readonly PlannedStage[]> = fc.array(
  fc.record({ inputs: peers, outputs: peers, sources: peers }),
  { minLength: 1, maxLength: 5 },
)

it('keeps edges in the order in which they are registered: wired per stage, listed, then by source', () => {
  fc.assert(
    fc.property(planned, fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 4 }), (stages, edges) => {
      const named = (marker: string, ids: readonly number[]) =>
        dict(ids.map(peer => [`${marker}${peer}`, dict([['name', 'SharedMemoryConnector']])]))
      const value = fromPlain({
        stages: stages.map((item, stageId) => ({
          stage_id: stageId,
          output_connectors: named('to_stage_', item.outputs),
          input_connectors: named('from_stage_', item.inputs),
          engine_input_source: item.sources,
        })),
        edges: edges.map(([from, to]) => ({ from, to })),
      })
      const expected = [
        ...stages.flatMap((item, stageId) => [
          ...item.inputs.map(peer => `${peer}>${stageId}`),
          ...item.outputs.map(peer => `${stageId}>${peer}`),
        ]),
        ...edges.map(([from, to]) => `${from}>${to}`),
        ...stages.flatMap((item, stageId) => item.sources.map(peer => `${peer}>${stageId}`)),
      ]
      const loaded = loadOmniTransferConfig({ configDict: value })
      const got = loaded.ok ? loaded.value?.connectors.map(({ from, to }) => `${from}>${to}`) : null
      expect(got).toEqual([...new Set(expected)])
    }),
    RUNS,
  )
})

it.each(['__proto__', 'constructor', 'toString'])('takes %s for data wherever it stands', word => {
  const spec = dict([
    ['name', 'MooncakeTransferEngineConnector'],
    ['extra', dict([[word, 1]])],
  ])
  const wired = (connectors: PyValue) =>
    dict([
      ['connectors', connectors],
      [
        'stages',
        [
          dict([
            ['stage_id', word],
            ['output_connectors', dict([[`to_stage_${word}1`, word]])],
          ]),
        ],
      ],
    ])
  expect(loadOmniTransferConfig({ configDict: wired(dict([])) })).toMatchObject({
    ok: false,
    error: { type: 'ValueError', message: `Undefined connector reference: ${word}` },
  })
  const loaded = loadOmniTransferConfig({ configDict: wired(dict([[word, spec]])) })
  expect(loaded).toMatchObject({ ok: true, value: { connectors: [{ from: word, to: `${word}1` }] } })
  const kv = resolveOmniKvConfigForStage(loaded.ok ? loaded.value : null, word)
  expect(kv.ok && [...(kv.value.config ?? [])]).toEqual([
    ['type', 'MooncakeTransferEngineConnector'],
    [word, 1],
    ['role', 'sender'],
  ])
})
