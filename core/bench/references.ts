/** A published measurement of a connector, to be drawn as a dot beside the curves measured here. */
export interface ReferencePoint {
  readonly id: string
  readonly title: string
  /** Where it was published. Numbers are pull requests and issues of vllm-project/vllm-omni. */
  readonly source: string
  readonly hardware: string
  readonly connector: string
  readonly sizeBytes: number
  readonly millis: number
  /** 2^20 bytes per second; computed from size and time where the source gives none. */
  readonly mibPerSecond: number
  /** What the time covers, or what to keep in mind. */
  readonly note: string
}

type Facts = Omit<ReferencePoint, 'mibPerSecond'> & { readonly mibPerSecond?: number }

const point = ({ mibPerSecond, ...facts }: Facts): ReferencePoint => ({
  ...facts,
  mibPerSecond: mibPerSecond ?? facts.sizeBytes / 2 ** 20 / (facts.millis / 1000),
})

/** Single points that were published; nobody published a curve by payload size. */
export const REFERENCE_POINTS: readonly ReferencePoint[] = [
  point({
    id: 'docs-store-186mb',
    title: 'Mooncake store, 186 MB',
    source: 'Documentation, Mooncake transfer engine',
    hardware: 'H800, mlx5_0',
    connector: 'MooncakeStoreConnector',
    sizeBytes: 186_000_000,
    millis: 810,
    note: 'About; the whole of put and get.',
  }),
  point({
    id: 'docs-engine-186mb',
    title: 'Mooncake transfer engine, 186 MB',
    source: 'Documentation, Mooncake transfer engine',
    hardware: 'H800, mlx5_0, pinned host pool',
    connector: 'MooncakeTransferEngineConnector',
    sizeBytes: 186_000_000,
    millis: 14,
    note: 'About; end to end 13.3 GB/s, of which the wire does 22 GB/s.',
  }),
  point({
    id: 'pr-3569-bagel',
    title: 'BAGEL KV over RDMA',
    source: 'PR 3569',
    hardware: '2 nodes, mlx5 InfiniBand',
    connector: 'MooncakeTransferEngineConnector',
    sizeBytes: 439_491_236,
    millis: 32.3,
    mibPerSecond: 12_963,
    note: 'Query 4.0 ms and RDMA 28.3 ms; the receiving path took 56.2 ms.',
  }),
  point({
    id: 'issue-3595-hunyuan',
    title: 'HunyuanImage-3 KV, one of four ranks',
    source: '#3595',
    hardware: 'Ascend node, TP 4 to TP 4',
    connector: 'unknown',
    sizeBytes: 220_042_915,
    millis: 131,
    note: '131 to 151 ms per rank.',
  }),
  point({
    id: 'pr-7102-bf16',
    title: 'Hidden states, bfloat16: serialise and deserialise',
    source: 'PR 7102',
    hardware: 'A100 host',
    connector: 'serialiser only',
    sizeBytes: 14_942_208,
    millis: 4.77,
    note: '2.40 ms to serialise and 2.37 ms to deserialise, without transfer.',
  }),
  point({
    id: 'pr-7102-fp32',
    title: 'Hidden states, float32: serialise and deserialise',
    source: 'PR 7102',
    hardware: 'A100 host',
    connector: 'serialiser only',
    sizeBytes: 29_884_416,
    millis: 10,
    note: '4.90 ms to serialise and 5.10 ms to deserialise, without transfer.',
  }),
  point({
    id: 'issue-602-chat',
    title: 'Qwen3-Omni, short chat',
    source: '#602',
    hardware: 'one host',
    connector: 'SharedMemoryConnector',
    sizeBytes: 748_365,
    millis: 5.89,
    note: 'All transfers of a request of 2,498 ms.',
  }),
]
