import type { ExtraKey, NativeKvConnector } from './types.ts'

const bootstrapPort: ExtraKey = {
  name: 'mooncake_bootstrap_port',
  types: ['integer', 'string'],
  unit: 'port',
  default: 8998,
  minimum: 1,
  maximum: 65535,
  internal: false,
  reader: 'connector',
  meaning: 'Port where the producer answers the handshake.',
}

/**
 * vLLM's KV connectors: the value of `kv_transfer_config.kv_connector`. They share names with OmniConnectors
 * and are not interchangeable with them.
 */
export const NATIVE_KV_CONNECTORS: readonly NativeKvConnector[] = [
  {
    name: 'MooncakeConnector',
    title: 'vLLM Mooncake KV',
    summary: 'Prefill and decode stages exchange KV blocks; both ends need the same TP size.',
    needsModulePath: false,
    confusedWith: 'MooncakeStoreConnector',
    extra: [
      bootstrapPort,
      {
        name: 'mooncake_protocol',
        types: ['string'],
        default: 'rdma',
        choices: ['rdma', 'tcp'],
        internal: false,
        reader: 'connector',
        meaning: 'Transport; both ends must agree.',
      },
    ],
  },
  {
    name: 'OmniNixlKVConnector',
    title: 'Omni NIXL paged KV',
    summary: 'Native paged KV from an AR stage to a DiT stage; named together with kv_connector_module_path.',
    needsModulePath: true,
    confusedWith: 'NixlConnector',
    since: '2026-09',
    extra: [
      {
        name: 'page_port',
        types: ['integer'],
        unit: 'port',
        default: 8998,
        minimum: 1,
        maximum: 65535,
        internal: false,
        reader: 'connector',
        meaning: 'Port where the page owner answers.',
      },
      {
        name: 'page_namespace',
        types: ['string'],
        internal: false,
        reader: 'connector',
        meaning: 'Text that keeps the pages of several pipelines apart.',
      },
      {
        name: 'expected_readers',
        types: ['integer'],
        unit: 'count',
        minimum: 1,
        internal: false,
        reader: 'connector',
        meaning: 'Readers that must have fetched a page before it is freed.',
      },
      {
        name: 'transfer_timeout',
        types: ['number', 'integer'],
        unit: 'seconds',
        minimum: 0,
        internal: false,
        reader: 'connector',
        meaning: 'Limit of one page transfer.',
      },
    ],
  },
  {
    name: 'NixlConnector',
    title: 'vLLM NIXL KV',
    summary: 'vLLM’s own NIXL connector for prefill and decode workers.',
    needsModulePath: false,
    confusedWith: 'NixlConnector',
    extra: [],
  },
  {
    name: 'LMCacheConnectorV1',
    title: 'LMCache',
    summary: 'KV offloading and sharing through LMCache.',
    needsModulePath: false,
    confusedWith: null,
    extra: [],
  },
  {
    name: 'P2pNcclConnector',
    title: 'NCCL point to point',
    summary: 'Prefill and decode workers exchange KV over NCCL.',
    needsModulePath: false,
    confusedWith: null,
    extra: [],
  },
  {
    name: 'MultiConnector',
    title: 'Several connectors',
    summary: 'Chains several native connectors.',
    needsModulePath: false,
    confusedWith: null,
    extra: [],
  },
  {
    name: 'OffloadingConnector',
    title: 'CPU offloading',
    summary: 'Keeps KV blocks in host memory.',
    needsModulePath: false,
    confusedWith: null,
    extra: [],
  },
  {
    name: 'SharedStorageConnector',
    title: 'Shared storage',
    summary: 'Writes KV to a shared folder; a debugging aid.',
    needsModulePath: false,
    confusedWith: null,
    extra: [],
  },
]

/** The native connector of that name; null when the catalogue has none (vLLM may still know it). */
export const nativeKvConnector = (name: string): NativeKvConnector | null =>
  NATIVE_KV_CONNECTORS.find(entry => entry.name === name) ?? null
