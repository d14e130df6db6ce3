import type { ConnectorEntry } from './types.ts'

/** Yuanrong datasystem as a store (`YuanrongConnector`). */
export const YUANRONG_STORE: ConnectorEntry = {
  name: 'YuanrongConnector',
  title: 'Yuanrong store',
  summary:
    'Payloads are put into a Yuanrong datasystem worker and fetched by key; needs the datasystem and etcd.',
  transport: 'store',
  scope: 'network',
  registered: { '2025-12': [], '2026-07': ['YuanrongConnector'], '2026-09': ['YuanrongConnector'] },
  branchNames: [],
  transferEngineIn: [],
  roles: { values: [], meaning: 'Ignored: either end may put and get.' },
  singleConsumer: false,
  rawData: false,
  dualCapable: true,
  asyncChunk: {
    ability: 'limited',
    why: 'Looking for a chunk that is not there yet blocks for get_sub_timeout_ms.',
  },
  requires: 'the Yuanrong datasystem client',
  extra: [
    {
      name: 'host',
      types: ['string'],
      unit: 'host',
      default: '127.0.0.1',
      internal: false,
      reader: 'connector',
      meaning: 'Address of the datasystem worker.',
    },
    {
      name: 'port',
      types: ['integer', 'string'],
      unit: 'port',
      default: 35001,
      minimum: 1,
      maximum: 65535,
      internal: false,
      reader: 'connector',
      meaning: 'Port of the datasystem worker; a numeric text is converted.',
    },
    {
      name: 'get_sub_timeout_ms',
      types: ['integer'],
      unit: 'milliseconds',
      default: 1000,
      minimum: 0,
      internal: false,
      reader: 'connector',
      meaning: 'How long one get waits for the key; negative counts as 0.',
    },
  ],
  mistaken: [
    {
      key: 'zmq_port',
      instead: 'port',
      why: 'The store dials `port`; `zmq_port` belongs to the transfer engine.',
    },
    { key: 'protocol', instead: null, why: 'The store has no transport choice.' },
    { key: 'memory_pool_size', instead: null, why: 'The datasystem worker owns the memory.' },
  ],
}
