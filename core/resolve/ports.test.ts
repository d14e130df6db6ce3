import { describe, expect, it } from 'vitest'
import { fromPlain, type PyValue } from '../value/index.ts'
import {
  computeConnectorZmqPort,
  createConnectorsFromConfig,
  getConnectorsConfigForStage,
  kvZmqPort,
  loadOmniTransferConfig,
  type PortRequest,
  type RuntimeContext,
  type RuntimeSpec,
  resolveConnectorSpec,
  type TransferConfig,
} from './index.ts'

const factory = (spec: RuntimeSpec) => ({ ok: true, value: spec }) as const
const LATER: RuntimeContext = { target: '2026-09' }

function load(value: Parameters<typeof fromPlain>[0], runtime: RuntimeContext = {}): TransferConfig | null {
  const loaded = loadOmniTransferConfig({ configDict: fromPlain(value) }, runtime)
  return loaded.ok ? loaded.value : null
}

/** A chain of stages, each joined to the next by the named connector. */
function chain(ids: readonly (string | number)[], name: string, extra: Record<string, PyValue> = {}) {
  return {
    connectors: { te: { name, extra } },
    stages: ids.map((id, index) => ({
      stage_id: id,
      output_connectors: index + 1 < ids.length ? { [`to_stage_${ids[index + 1]}`]: 'te' } : {},
    })),
  }
}

const MOONCAKE = 'MooncakeTransferEngineConnector'
const plain = (value: unknown): unknown => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  return Array.isArray(value) ? value.map(plain) : value
}
const stageConfig = (config: TransferConfig | null, id: string, runtime: RuntimeContext = {}): unknown => {
  const result = getConnectorsConfigForStage(config, id, runtime)
  return result.ok ? plain(result.value) : result.error
}

describe('ports of the July 2026 target', () => {
  const config = load(chain([0, 1, 2], MOONCAKE))

  it('binds base + own id, and dials base + the sender id', () => {
    expect(stageConfig(config, '0')).toEqual({
      to_stage_1: { spec: { name: MOONCAKE, extra: { role: 'sender', zmq_port: 50051 } } },
    })
    expect(stageConfig(config, '1')).toEqual({
      from_stage_0: {
        spec: {
          name: MOONCAKE,
          extra: { role: 'receiver', sender_zmq_port: 50051, sender_host: '127.0.0.1' },
        },
      },
      to_stage_2: { spec: { name: MOONCAKE, extra: { role: 'sender', zmq_port: 50052 } } },
    })
  })

  it.each<[string, RuntimeContext, number]>([
    ['a given rank', { localRank: 2 }, 50051 + 32],
    ['a given replica', { replicaId: 1 }, 51075],
    ['the environment', { env: { LOCAL_RANK: '1', VLLM_OMNI_REPLICA_ID: '1' } }, 51091],
    ['a given rank before that of the environment', { localRank: 0, env: { LOCAL_RANK: '1' } }, 50051],
  ])('adds replica and rank by %s', (_, runtime, port) => {
    expect(stageConfig(config, '0', runtime)).toMatchObject({
      to_stage_1: { spec: { extra: { zmq_port: port } } },
    })
  })

  it.each([
    ['orchestrator', 'request_forwarding', [50251, 50252]],
    ['orchestrator', 'kv_transfer', [50251, 50252]],
    ['0', 'kv_transfer', [50151 + 1024, 50152 + 1024]],
    ['0', 'no such purpose', [51075, 51076]],
  ])('creates for %s and %s', (callerStageId, purpose, ports) => {
    const runtime = { replicaId: 1 }
    const options = { callerStageId, purpose, factory }
    const created = createConnectorsFromConfig(config?.connectors ?? [], options, runtime)
    expect(
      created.ok &&
        created.value.map(({ connector }) => (connector.extra as Map<string, PyValue>).get('zmq_port')),
    ).toEqual(ports)
  })

  it('takes a sender port that is written literally, and expands it', () => {
    const written = load(chain([0, 1], MOONCAKE, { sender_zmq_port: '$UP', host: null }))
    expect(stageConfig(written, '1', { env: { UP: ' 7 ' }, localRank: 3 })).toMatchObject({
      from_stage_0: { spec: { extra: { sender_zmq_port: 7, sender_host: null } } },
    })
    expect(stageConfig(written, '1')).toMatchObject({
      type: 'EnvVarExpansionError',
      message: "sender_zmq_port references unset environment variable(s): UP. Original value: '$UP'",
    })
  })

  it('wraps what the factory refuses', () => {
    const created = createConnectorsFromConfig(config?.connectors ?? [], {
      factory: () => ({
        ok: false,
        error: { type: 'ValueError', message: 'Unknown connector: x', native: false },
      }),
    })
    expect(created).toEqual({
      ok: false,
      error: {
        type: 'RuntimeError',
        cause: 'ValueError',
        message: "Failed to initialize connector for edge ('0', '1'): Unknown connector: x",
        native: false,
      },
    })
  })
})

describe('kvZmqPort', () => {
  it.each<[PyValue, number, RuntimeContext, number | bigint]>([
    [0, 1, {}, 50167],
    ['1', 3, { replicaId: 2 }, 52248],
    ['thinker', 0, { env: { VLLM_OMNI_REPLICA_ID: '-1' } }, 50151],
  ])('of sender %j and rank %i', (fromStage, localRank, runtime, port) => {
    expect(kvZmqPort({ basePort: 50051, fromStage, localRank }, runtime)).toEqual({ ok: true, value: port })
  })

  it('fits 15 replicas above the default base, and is checked by the September 2026 target only', () => {
    const port = (replicaId: number, localRank: number, target: RuntimeContext['target'] = '2026-09') =>
      kvZmqPort({ basePort: 50051, fromStage: 0, localRank }, { target, replicaId })
    expect(port(15, 0)).toEqual({ ok: true, value: 65511 })
    expect(port(15, 2)).toMatchObject({
      ok: false,
      error: { type: 'ValueError', message: 'Resolved connector port must be in [1, 65535], got 65543' },
    })
    expect(port(15, 2, '2026-07')).toEqual({ ok: true, value: 65543 })
  })
})

describe('computeConnectorZmqPort', () => {
  it.each<[Partial<PortRequest>, string]>([
    [{ purpose: 'other' }, 'Unsupported connector purpose'],
    [{ fromStage: 16 }, 'from_stage must be in [0, 16)'],
    [{ fromStage: -1 }, 'from_stage must be in [0, 16)'],
    [{ localRank: -1 }, 'local_rank'],
    [{ replicaId: -1 }, 'replica_id'],
    [{ replicaId: 16 }, 'Resolved connector port must be in [1, 65535], got 66435'],
    [{ basePort: -1 }, 'got -1'],
  ])('refuses %j', (part, message) => {
    const result = computeConnectorZmqPort({ basePort: 50051, fromStage: 0, ...part })
    expect(result).toMatchObject({ ok: false, error: { type: 'ValueError' } })
    expect(!result.ok && result.error.message).toContain(message)
  })

  it('knows the offset of every purpose', () => {
    const port = (purpose?: string) =>
      computeConnectorZmqPort({ basePort: 1, fromStage: 0, ...(purpose === undefined ? {} : { purpose }) })
    expect(
      [port(), port('kv_transfer'), port('orchestrator')].map(result => result.ok && result.value),
    ).toEqual([1, 101, 201])
  })
})

describe('the September 2026 target', () => {
  it('plans inbound edges and what stage 0 sends, with integer ids and without ports', () => {
    const config = load(chain([0, 1, 2], MOONCAKE), LATER)
    expect(stageConfig(config, '0', LATER)).toEqual({
      to_stage_1: { spec: { name: MOONCAKE, extra: { role: 'sender', from_stage: 0, to_stage: 1 } } },
    })
    expect(stageConfig(config, '1', LATER)).toEqual({
      from_stage_0: { spec: { name: MOONCAKE, extra: { role: 'receiver', from_stage: 0, to_stage: 1 } } },
    })
  })

  it('refuses ids that are no integers, for any connector per stage and for transfer engines on creation', () => {
    const named = load(chain(['a', 'b'], 'SharedMemoryConnector'), LATER)
    expect(stageConfig(named, 'b', LATER)).toMatchObject({ type: 'ValueError', native: true })
    const edges = load(chain(['a', 'b'], MOONCAKE), LATER)?.connectors ?? []
    expect(createConnectorsFromConfig(edges, { factory }, LATER)).toMatchObject({
      error: {
        type: 'RuntimeError',
        cause: 'ValueError',
        message:
          "Failed to initialize connector for edge ('a', 'b'): Transfer-engine stage id must be an integer, got 'a'",
      },
    })
  })

  it('gives automatic connectors no threshold', () => {
    const config = load({ stages: [{ stage_id: 0 }], edges: [{ from: 0, to: 1 }] }, LATER)
    expect(config?.connectors[0]?.spec.extra.size).toBe(0)
  })

  const createdExtra = (callerStageId: string | null, runtime: RuntimeContext): unknown => {
    const edges = load(chain([0, 1], MOONCAKE), LATER)?.connectors ?? []
    const created = createConnectorsFromConfig(edges, { callerStageId, factory }, { ...LATER, ...runtime })
    return created.ok ? plain(created.value[0]?.connector.extra) : created.error
  }

  it('counts the replica in for the orchestrator, and reads it strictly', () => {
    const orchestrator = { zmq_port: 50251 + 1024, role: 'auto', stage_id: 0, from_stage: 0, to_stage: 1 }
    expect(createdExtra('orchestrator', { replicaId: 1, localRank: 2 })).toEqual(orchestrator)
    expect(createdExtra('0', { env: { VLLM_OMNI_REPLICA_ID: 'x' } })).toMatchObject({ cause: 'ValueError' })
    expect(createdExtra('0', { env: { VLLM_OMNI_REPLICA_ID: '-4' } })).toMatchObject({ zmq_port: 50051 })
  })

  it('takes the listening port away from a receiver', () => {
    expect(createdExtra('1', { localRank: 1 })).toEqual({
      from_stage: 0,
      to_stage: 1,
      stage_id: 1,
      role: 'receiver',
      sender_host: '127.0.0.1',
      sender_zmq_port: 50067,
    })
  })

  it('keeps a sender port that is written, null too, and does not look at the base then', () => {
    const spec = (sender: PyValue) => ({
      name: MOONCAKE,
      extra: new Map<PyValue, PyValue>([
        ['sender_zmq_port', sender],
        ['zmq_port', '$NOPE'],
      ]),
    })
    for (const sender of [55000, null]) {
      const resolved = resolveConnectorSpec(spec(sender), { stageId: 1, role: 'receiver', replicaId: 3 })
      expect(resolved.ok && plain(resolved.value.extra)).toEqual({
        sender_zmq_port: sender,
        stage_id: 1,
        role: 'receiver',
        sender_host: '127.0.0.1',
      })
    }
  })

  it('gives a middle stage of NIXL a listener of its own', () => {
    const extra = fromPlain({
      host: '10.0.0.1',
      zmq_port: 47000,
      from_stage: 0,
      outgoing: { host: '10.0.0.2', zmq_port: 48000, from_stage: 1 },
    })
    const resolved = resolveConnectorSpec(
      { name: 'NixlConnector', extra },
      { stageId: 1, role: 'receiver', replicaId: 3 },
    )
    expect(resolved.ok && plain(resolved.value.extra)).toMatchObject({
      host: '10.0.0.2',
      zmq_port: 51073,
      sender_host: '10.0.0.1',
      sender_zmq_port: 47000 + 3 * 1024,
    })
  })
})

it('fills in no role and no port in December 2025, and reads legacy files only', () => {
  const SNAP: RuntimeContext = { target: '2025-12' }
  expect(load(chain([0, 1], 'MooncakeConnector'), SNAP)).toEqual({ connectors: [] })
  const { connectors, stages } = chain([0, 1, 2], 'MooncakeConnector')
  const config = load({ stage_args: stages, runtime: { connectors } }, SNAP)
  expect(stageConfig(config, '1', SNAP)).toEqual({
    from_stage_0: { spec: { name: 'MooncakeConnector', extra: {} } },
  })
})
