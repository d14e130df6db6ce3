import type { Result, TargetId } from '../contract/index.ts'
import type { PyDict, PyInt, PyValue } from '../value/index.ts'
import type { Environment } from './environment.ts'
import type { RuntimeFault } from './fault.ts'

/**
 * A connector as the runtime holds it. Nothing checks the types of what a file says, so a name may be null or a
 * number, and a hand-made specification may even lack its mapping.
 */
export interface RuntimeSpec {
  readonly name: PyValue
  readonly extra: PyValue
}

export interface RuntimeEdge<S = RuntimeSpec> {
  readonly from: string
  readonly to: string
  readonly spec: S
}

/** A specification that the loader made: its extra is always a mapping. */
export interface LoadedSpec extends RuntimeSpec {
  readonly extra: PyDict
}

/** `OmniTransferConfig`: edges in registration order. */
export interface TransferConfig {
  readonly connectors: readonly RuntimeEdge<LoadedSpec>[]
}

/** Where the code is thought to run. */
export interface RuntimeContext {
  /** Environment of the process; empty when absent. */
  readonly env?: Environment
  /** Revision of the runtime; the default target when absent. */
  readonly target?: TargetId
  /** TP rank of the process where it is known; else the rank variables of `env` tell. */
  readonly localRank?: PyInt
  /** Replica of the process where it is known; else `VLLM_OMNI_REPLICA_ID` of `env` tells. */
  readonly replicaId?: PyInt
}

/** Makes a connector of a specification, or says why it can't (an unknown name, a constructor that failed). */
export type ConnectorFactory<T> = (spec: RuntimeSpec) => Result<T, RuntimeFault>

export interface CreatedConnector<T> {
  readonly from: string
  readonly to: string
  readonly connector: T
}

/** Text of a file by its path; null when there is none. */
export type FileReader = (path: string) => string | null

export type StageId = string | number | bigint
