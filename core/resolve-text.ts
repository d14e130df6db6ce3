import type { Analysis, AnalysisContext, OmniTransferConfig } from './contract/analysis.ts'
import type { Result } from './contract/result.ts'
import { type ParsedDocument, parseDocument } from './document/index.ts'
import { type Effective, mergeText, resolveEffective } from './effective/index.ts'
import { buildGraph, sectionPath, stageListKey } from './graph/index.ts'
import { planKv } from './kv/index.ts'
import { findPipeline, type PipelineMatch, parsePipelineTexts } from './pipelines/index.ts'
import { planPorts } from './ports/index.ts'
import { faultProblem, loadOmniTransferConfig, type TransferConfig } from './resolve/index.ts'
import { DEFAULT_TARGET } from './targets/index.ts'
import { dictGet, dictHas, isDict, isString, type PyValue, pyStr } from './value/index.ts'

/** An analysis before its findings. */
export type ResolvedText = Omit<Analysis, 'findings'>

/** Keys that make a file one that leaves its topology to a pipeline. */
const DEPLOY_KEYS = ['stages', 'pipeline', 'base_config']

const NO_PIPELINE: PipelineMatch = { pipeline: null, key: null, by: null, unknown: null }

/** A file of another kind may carry a pipeline's name too; only its own keys say that it deploys one. */
function choosePipeline(config: PyValue, context: AnalysisContext): PipelineMatch {
  if (!isDict(config)) return NO_PIPELINE
  if (![...DEPLOY_KEYS, 'stage_args'].some(key => dictHas(config, key))) return NO_PIPELINE
  const key = dictGet(config, 'pipeline')
  const match = findPipeline({
    key: isString(key) ? key : null,
    fileName: context.fileName ?? null,
    choice: context.pipeline ?? null,
    userPipelines: parsePipelineTexts(context.pipelineTexts ?? []).pipelines,
  })
  return dictHas(config, 'stage_args') ? { ...match, unknown: null } : match
}

const plainTransfer = (config: TransferConfig | null): OmniTransferConfig | null =>
  config && {
    connectors: config.connectors.map(({ from, to, spec }) => ({
      from,
      to,
      spec: { name: pyStr(spec.name), extra: spec.extra },
    })),
  }

/** A text that the runtime's own reader refuses; its class is the reader's, its words are ours. */
function readerFault(document: ParsedDocument): Result<never> | null {
  const json = document.format === 'json'
  const problem = document.problems.find(candidate => candidate.severity === 'error')
  if (problem !== undefined) {
    const reader = json ? 'JSONDecodeError' : 'YAMLError'
    return {
      ok: false,
      error: { code: problem.code === 'YAML-1' ? reader : problem.code, message: problem.message },
    }
  }
  if (!json || document.root !== null) return null
  return {
    ok: false,
    error: { code: 'JSONDecodeError', message: 'Expecting value: line 1 column 1 (char 0)' },
  }
}

function loadTransfer(
  document: ParsedDocument,
  effective: Effective,
  context: AnalysisContext,
): Result<TransferConfig | null> {
  const unread = readerFault(document)
  if (unread !== null) return unread
  if (effective.fault !== null) return { ok: false, error: effective.fault }
  const loaded = loadOmniTransferConfig(
    { configDict: effective.config.transferInput },
    { env: context.env ?? {}, target: context.target ?? DEFAULT_TARGET },
  )
  return loaded.ok ? { ok: true, value: loaded.value } : { ok: false, error: faultProblem(loaded.error) }
}

/** Everything of an analysis but the findings. Total: no text makes it throw. */
export function resolveText(text: string, context: AnalysisContext = {}): ResolvedText {
  const document = parseDocument(text, context.fileName === undefined ? {} : { fileName: context.fileName })
  const merged = mergeText(document, context)
  const { pipeline, unknown } = choosePipeline(merged.value, context)
  const effective = resolveEffective(document, merged, context, pipeline)
  const loaded = loadTransfer(document, effective, context)
  const config = loaded.ok ? loaded.value : null
  const transfer = loaded.ok ? { ...loaded, value: plainTransfer(config) } : loaded
  const graph = buildGraph({
    document,
    effective: effective.config,
    pipeline,
    transfer: transfer.ok ? transfer.value : null,
  })
  const target = context.target ?? DEFAULT_TARGET
  const kv = planKv({ ...graph, target, effective: effective.config, transfer: config, pipeline })
  const connectorsPath = sectionPath(merged.value, stageListKey(merged.value) ?? 'stages', 'connectors')
  return {
    target,
    document,
    pipelineKey: pipeline?.key ?? null,
    pipeline,
    pipelineUnknown: unknown,
    ...graph,
    transfer,
    effective: effective.config,
    ports: planPorts({ ...graph, context, transfer: config, kv, connectorsPath }),
    kv,
  }
}
