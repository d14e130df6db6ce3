export type { Environment } from './environment.ts'
export { faultProblem, type Logged, type RuntimeFault } from './fault.ts'
export { type OmniKvConfig, resolveOmniKvConfigForStage } from './kv-config.ts'
export { type LoadOptions, loadOmniTransferConfig } from './load.ts'
export {
  computeConnectorZmqPort,
  KV_RANK_PORT_STRIDE,
  KV_REPLICA_PORT_STRIDE,
  KV_TRANSFER_PORT_OFFSET,
  type KvPortRequest,
  kvZmqPort,
  ORCHESTRATOR_PORT_OFFSET,
  type PortRequest,
  REQUEST_FORWARDING_PORT_OFFSET,
} from './ports.ts'
export { getConnectorsConfigForStage, getStageConnectorConfig, type Tolerated } from './stage-config.ts'
export { resolveStageConnectorSpecs, type StageSpecs } from './stage-specs.ts'
export type * from './types.ts'
