import type { Result } from '../contract/result.ts'
import {
  createConnectorsFromConfig,
  faultProblem,
  type RuntimeContext,
  type RuntimeFault,
  type RuntimeSpec,
  resolveConnectorSpec,
  type TransferConfig,
} from '../resolve/index.ts'
import { DEFAULT_TARGET, TARGETS } from '../targets/index.ts'
import { dictGet, isDict, type PyDict, type PyValue, pyInt, pyStr, toPlain } from '../value/index.ts'
import type { WorkerConnector } from './types.ts'

/** A fault as the contract's problem. */
export const plainResult = <T, U>(result: Result<T, RuntimeFault>, map: (value: T) => U): Result<U> =>
  result.ok ? { ok: true, value: map(result.value) } : { ok: false, error: faultProblem(result.error) }

function connector(from: string, to: string, key: string | null, spec: RuntimeSpec): WorkerConnector {
  const role = isDict(spec.extra) ? (dictGet(spec.extra, 'role') ?? null) : null
  return {
    from,
    to,
    key,
    name: pyStr(spec.name),
    role: role === null ? null : pyStr(role),
    extra: toPlain(spec.extra),
  }
}

const specOf = (entry: PyValue): RuntimeSpec => {
  const spec = isDict(entry) ? dictGet(entry, 'spec') : undefined
  const read = (key: string): PyValue => (isDict(spec) ? (dictGet(spec, key) ?? null) : null)
  return { name: read('name'), extra: read('extra') }
}

/** From 2026-09 on each worker works its ports out itself; before, the stage's configuration has them. */
function ownSpec(
  spec: RuntimeSpec,
  stage: string,
  sends: boolean,
  runtime: RuntimeContext,
): Result<RuntimeSpec, RuntimeFault> {
  if (TARGETS[runtime.target ?? DEFAULT_TARGET].ports.appliedAt === 'planning')
    return { ok: true, value: spec }
  const id = pyInt(stage)
  return resolveConnectorSpec(
    spec,
    {
      stageId: id.ok ? id.value : 0,
      role: sends ? 'sender' : 'receiver',
      localRank: runtime.localRank ?? 0,
      replicaId: runtime.replicaId ?? 0,
    },
    runtime,
  )
}

const FROM = 'from_stage_'
const TO = 'to_stage_'

/** The connectors of a stage's configuration as this worker's constructors get them. */
export function workerConnectors(
  config: PyDict,
  stage: string,
  runtime: RuntimeContext,
): Result<readonly WorkerConnector[]> {
  const made: WorkerConnector[] = []
  for (const [written, entry] of config) {
    const key = pyStr(written)
    const sends = key.startsWith(TO)
    const spec = ownSpec(specOf(entry), stage, sends, runtime)
    if (!spec.ok) return { ok: false, error: faultProblem(spec.error) }
    const [from, to] = sends ? [stage, key.slice(TO.length)] : [key.slice(FROM.length), stage]
    made.push(connector(from, to, key, spec.value))
  }
  return { ok: true, value: made }
}

/** What the orchestrator creates for the whole file; the first edge that fails ends it. */
export const orchestratorConnectors = (
  transfer: TransferConfig | null,
  runtime: RuntimeContext,
): Result<readonly WorkerConnector[]> =>
  plainResult(
    createConnectorsFromConfig<RuntimeSpec>(
      transfer?.connectors ?? [],
      {
        callerStageId: 'orchestrator',
        isSender: true,
        factory: spec => ({ ok: true, value: spec }),
      },
      runtime,
    ),
    created => created.map(({ from, to, connector: spec }) => connector(from, to, null, spec)),
  )
