import type { BenchOptions } from '../../core/bench/types.ts'

export interface Scenario {
  readonly name: string
  readonly text: string
  readonly options: Partial<BenchOptions>
}

export const SHARED = `
stages: [{ stage_id: 0 }, { stage_id: 1 }, { stage_id: 2 }]
edges: [{ from: 0, to: 1 }, { from: 1, to: 2 }]
`
const NETWORKED = `
connectors:
  te: { name: MooncakeTransferEngineConnector, extra: { host: 127.0.0.1, zmq_port: 21651, memory_pool_size: 4294967296 } }
stages:
  - { stage_id: 0, output_connectors: { to_stage_1: te } }
  - { stage_id: 1, input_connectors: { from_stage_0: te } }
`
const KIB = 1024
const ENDLESS = 1_000_000

const sized = (bytes: number): Partial<BenchOptions> => ({
  requests: ENDLESS,
  payload: { kind: 'bytes', bytes },
})

const GIB_DRILL: Partial<BenchOptions> = { ...sized(64 * KIB ** 2), mode: 'drill', timeoutMs: 10_000 }

/** Small and large payloads over both transports, recycled segments, nested data, load, drills. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'shared memory, 1 KiB', text: SHARED, options: sized(KIB) },
  { name: 'shared memory, 16 MiB', text: SHARED, options: sized(16 * KIB ** 2) },
  { name: 'shared memory, 1 GiB', text: SHARED, options: sized(KIB ** 3) },
  {
    name: 'shared memory, 1 GiB recycled',
    text: SHARED,
    options: { ...sized(KIB ** 3), segments: 'recycled' },
  },
  { name: 'TCP, 1 KiB', text: NETWORKED, options: sized(KIB) },
  { name: 'TCP, 1 GiB', text: NETWORKED, options: sized(KIB ** 3) },
  { name: 'flow, 64 MiB', text: SHARED, options: { ...sized(64 * KIB ** 2), mode: 'flow' } },
  {
    name: 'load of 8, nested, 16 MiB',
    text: SHARED,
    options: { ...sized(0), payload: { kind: 'nested', bytes: 16 * KIB ** 2 }, mode: 'load', concurrency: 8 },
  },
  { name: 'drills, shared memory', text: SHARED, options: GIB_DRILL },
  { name: 'drills, TCP', text: NETWORKED, options: GIB_DRILL },
]
