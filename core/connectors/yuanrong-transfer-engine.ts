import { ENGINE_INTERNAL_KEYS, ENGINE_PORT, ENGINE_ROLES, poolSize } from './keys.ts'
import type { ConnectorEntry } from './types.ts'

/** Ascend NPU point-to-point engine (`YuanrongTransferEngineConnector`). */
export const YUANRONG_TRANSFER_ENGINE: ConnectorEntry = {
  name: 'YuanrongTransferEngineConnector',
  title: 'Yuanrong transfer engine (Ascend)',
  summary: 'Ascend NPUs exchange payloads directly; the receiver reads from the sender’s NPU pool.',
  transport: 'transfer-engine',
  scope: 'network',
  registered: {
    '2025-12': [],
    '2026-07': ['YuanrongTransferEngineConnector'],
    '2026-09': ['YuanrongTransferEngineConnector'],
  },
  branchNames: [],
  transferEngineIn: ['2026-07', '2026-09'],
  roles: ENGINE_ROLES,
  singleConsumer: true,
  rawData: true,
  dualCapable: true,
  asyncChunk: {
    ability: 'limited',
    why: 'A chunk is fetched without metadata, so the receiver needs a resolved sender_host and sender_zmq_port.',
  },
  requires: 'an NPU platform (elsewhere the constructor raises ImportError)',
  extra: [
    {
      name: 'host',
      types: ['string'],
      unit: 'host',
      default: 'auto',
      environment: true,
      internal: false,
      reader: 'connector',
      meaning: 'Address to bind and to announce; auto is looked up.',
    },
    {
      ...ENGINE_PORT,
      meaning:
        'Base of the handshake ports; auto only works outside the framework, which computes with it and needs an integer.',
    },
    {
      name: 'rpc_port',
      types: ['string', 'integer'],
      unit: 'port',
      default: 'auto',
      minimum: 1,
      maximum: 65535,
      environment: true,
      internal: false,
      reader: 'connector',
      meaning: 'Port of the engine’s own RPC; auto or empty picks a free one.',
    },
    {
      name: 'protocol',
      types: ['string'],
      default: 'ascend',
      environment: true,
      internal: false,
      reader: 'connector',
      meaning: 'Transport of the engine; ascend, hccl and npu pick the NPU of the local rank.',
    },
    {
      name: 'device_name',
      types: ['string'],
      default: 'auto',
      environment: true,
      internal: false,
      reader: 'connector',
      meaning: 'Device; auto becomes npu: and the local rank.',
    },
    poolSize('Registered NPU memory that all payloads in flight must fit into.'),
    {
      name: 'memory_pool_device',
      types: ['string'],
      default: 'npu',
      choices: ['npu', 'auto'],
      pattern: '^npu:\\d+$',
      environment: true,
      internal: false,
      reader: 'connector',
      meaning: 'Must be an NPU; anything else raises.',
    },
    ...ENGINE_INTERNAL_KEYS,
  ],
  mistaken: [
    {
      key: 'proto',
      instead: 'protocol',
      why: 'The transfer engine reads `protocol`; `proto` belongs to the Mooncake store.',
    },
    {
      key: 'port',
      instead: 'zmq_port',
      why: 'The handshake port is `zmq_port`; `port` belongs to the Yuanrong store.',
    },
  ],
}
