import type { AnalysisContext } from '../contract/analysis.ts'
import {
  getConnectorsConfigForStage,
  getStageConnectorConfig,
  loadOmniTransferConfig,
  type RuntimeContext,
  resolveStageConnectorSpecs,
  type TransferConfig,
} from '../resolve/index.ts'
import type { ResolvedText } from '../resolve-text.ts'
import { pyStr, toPlain } from '../value/index.ts'
import { orchestratorConnectors, plainResult, workerConnectors } from './connectors.ts'
import { workerKv } from './kv.ts'
import type { WorkerQuery, WorkerSpecs, WorkerView } from './types.ts'

export type * from './types.ts'

/** The runtime's own configuration object; null where it refuses the file, which leaves workers without connectors. */
function transferOf(analysis: ResolvedText, runtime: RuntimeContext): TransferConfig | null {
  if (!analysis.transfer.ok) return null
  const loaded = loadOmniTransferConfig({ configDict: analysis.effective.transferInput }, runtime)
  return loaded.ok ? loaded.value : null
}

type Spec = { readonly name: Parameters<typeof pyStr>[0]; readonly extra: Parameters<typeof toPlain>[0] }

const plainSpec = (spec: Spec | null): WorkerSpecs['input'] =>
  spec === null ? null : { name: pyStr(spec.name), extra: toPlain(spec.extra) }

/**
 * Exactly what the worker of a stage, TP rank and replica gets: its connectors with role and ports, what is left of
 * them when one is wrong, its input and output, its KV configuration and keys, and the orchestrator's connectors
 * beside it. A stage that nobody wires gets empty ones. Plain JSON data.
 */
export function resolveWorker(
  analysis: ResolvedText,
  context: AnalysisContext,
  query: WorkerQuery,
): WorkerView {
  const { stage, rank = 0, replica = 0 } = query
  const launch: RuntimeContext = { env: context.env ?? {}, target: analysis.target }
  const process: RuntimeContext = { ...launch, localRank: rank, replicaId: replica }
  const transfer = transferOf(analysis, launch)
  const strict = getConnectorsConfigForStage(transfer, stage, process)
  const tolerated = getStageConnectorConfig(transfer, stage, process)
  return {
    target: analysis.target,
    stage,
    rank,
    replica,
    config: plainResult(strict, toPlain),
    tolerated: { config: toPlain(tolerated.value), warnings: tolerated.warnings },
    connectors: workerConnectors(tolerated.value, stage, process),
    specs: plainResult(resolveStageConnectorSpecs(tolerated.value), specs => ({
      input: plainSpec(specs.input),
      output: plainSpec(specs.output),
    })),
    kv: workerKv(analysis, transfer, { stage, rank, replica }),
    orchestrator: orchestratorConnectors(transfer, launch),
  }
}
