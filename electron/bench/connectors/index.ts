import type { CreateConnector } from './connector.ts'
import { createSharedMemory } from './shm/index.ts'
import { createTcp } from './tcp/index.ts'

export type * from './connector.ts'
export * from './shm/index.ts'

/** See `CreateConnector`. */
export const createConnector: CreateConnector = async (spec, options) =>
  spec.transport === 'shared-memory' ? createSharedMemory(spec, options) : createTcp(spec, options)
