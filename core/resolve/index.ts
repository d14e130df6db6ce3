export { resolveConnectorSpec, type SpecRequest } from './connector-spec.ts'
export {
  type BuildOptions,
  buildStageConnectors,
  type CreateOptions,
  createConnectorsFromConfig,
  type Initialized,
  type InitializeOptions,
  initializeConnectorsFromConfig,
  initializeOrchestratorConnectors,
  type OrchestratorOptions,
} from './create.ts'
export type { Caller } from './create-spec.ts'
export {
  type Environment,
  expandEnvInt,
  getConnectorLocalRank,
  getOmniReplicaId,
} from './environment.ts'
export { faultProblem, type Logged, type RuntimeFault } from './fault.ts'
export { type OmniKvConfig, resolveOmniKvConfigForStage } from './kv-config.ts'
export {
  type KvHeadSlice,
  type KvTopology,
  kvHeadSlice,
  kvSourceRanks,
  kvTargetRanks,
} from './kv-topology.ts'
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
export { type DeviceSplit, splitDevicesForReplicas } from './replica-devices.ts'
export { getConnectorsConfigForStage, getStageConnectorConfig, type Tolerated } from './stage-config.ts'
export { resolveStageConnectorSpecs, type StageSpecs } from './stage-specs.ts'
export type * from './types.ts'
