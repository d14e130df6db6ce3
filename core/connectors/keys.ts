import type { ExtraKey } from './types.ts'

/** Keys that several classes read alike. */
export const listenPort = (meaning: string): ExtraKey => ({
  name: 'zmq_port',
  types: ['integer', 'string'],
  unit: 'port',
  default: 50051,
  minimum: 1,
  maximum: 65535,
  environment: true,
  internal: false,
  reader: 'framework',
  meaning,
})

export const ENGINE_PORT = listenPort(
  'Base of the handshake ports; purpose, replica, rank and sending stage are added to it.',
)

/** Roles of the transfer engines, as their constructors check them. */
export const ENGINE_ROLES = {
  values: ['sender', 'receiver', 'dual'],
  meaning:
    'A sender binds the handshake port and may put, a receiver binds nothing and may get, a dual instance does both.',
} as const

/** Keys that the framework fills in per edge and per worker; a hand-written value stays and misleads one end. */
export const ENGINE_INTERNAL_KEYS: readonly ExtraKey[] = [
  {
    name: 'role',
    types: ['string'],
    choices: ENGINE_ROLES.values,
    ignoreCase: true,
    defaultText: 'set per stage by the framework',
    internal: true,
    reader: 'framework',
    meaning:
      'Which end of the edge this instance is; written in YAML it is kept on both ends and breaks one.',
  },
  {
    name: 'sender_host',
    types: ['string'],
    unit: 'host',
    defaultText: "the connector's `host`, else 127.0.0.1",
    internal: true,
    reader: 'framework',
    meaning: 'Address that a receiver dials when a request brings no endpoint; `auto` counts as unresolved.',
  },
  {
    name: 'sender_zmq_port',
    types: ['integer', 'string'],
    unit: 'port',
    defaultText: 'computed from `zmq_port` and the sending stage',
    minimum: 1,
    maximum: 65535,
    environment: true,
    internal: true,
    reader: 'framework',
    meaning:
      'Port that a receiver dials; a written value is taken literally, without rank or replica offset.',
  },
  {
    name: 'stage_id',
    types: ['integer'],
    default: -1,
    internal: true,
    reader: 'framework',
    meaning: 'Stage of the worker that owns the instance.',
  },
  {
    name: 'from_stage',
    types: ['integer', 'string'],
    internal: true,
    reader: 'framework',
    meaning: 'Sending stage of the edge, as the framework recorded it.',
  },
  {
    name: 'to_stage',
    types: ['integer', 'string'],
    internal: true,
    reader: 'framework',
    meaning: 'Receiving stage of the edge, as the framework recorded it.',
  },
  {
    name: 'rank_mapping',
    types: ['map'],
    internal: true,
    reader: 'framework',
    meaning:
      'TP sizes of the two ends; the merged dual instance splits it into a sending and a receiving one.',
  },
]

/** Registered pinned memory that every payload in flight has to fit into. */
export const poolSize = (meaning: string): ExtraKey => ({
  name: 'memory_pool_size',
  types: ['integer'],
  unit: 'bytes',
  default: 1073741824,
  minimum: 1,
  internal: false,
  reader: 'connector',
  meaning,
})
