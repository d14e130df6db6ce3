import { fail } from '../../../core/contract/result.ts'
import type { CreateConnector } from './connector.ts'
import { createSharedMemory } from './shm/index.ts'

export type * from './connector.ts'
export * from './shm/index.ts'

/** See `CreateConnector`. */
export const createConnector: CreateConnector = async (spec, options) =>
  spec.transport === 'shared-memory'
    ? createSharedMemory(spec, options)
    : fail('transport', `${spec.name}: networked connectors cannot be made here.`)
