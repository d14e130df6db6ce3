import type { Analysis, AnalysisContext, OmniTransferConfig } from './contract/analysis.ts'
import type { EffectiveConfig } from './contract/effective.ts'
import type { Result } from './contract/result.ts'
import { diagnose } from './diagnose/index.ts'
import { type ParsedDocument, parseDocument } from './document/index.ts'
import { buildGraph } from './graph/index.ts'
import { findPipeline, type Pipeline, parsePipelineTexts } from './pipelines/index.ts'
import { faultProblem } from './resolve/fault.ts'
import { loadOmniTransferConfig } from './resolve/load.ts'
import type { TransferConfig } from './resolve/types.ts'
import { DEFAULT_TARGET } from './targets/index.ts'
import { dictGet, isDict, isString, type PyDict, pyStr } from './value/index.ts'

const EMPTY: PyDict = new Map()

function choosePipeline(document: ParsedDocument, context: AnalysisContext): Pipeline | null {
  const key = isDict(document.value) ? dictGet(document.value, 'pipeline') : null
  return findPipeline({
    key: isString(key) ? key : null,
    fileName: context.fileName ?? null,
    choice: context.pipeline ?? null,
    userPipelines: parsePipelineTexts(context.pipelineTexts ?? []).pipelines,
  }).pipeline
}

const plainTransfer = (config: TransferConfig | null): OmniTransferConfig | null =>
  config && {
    connectors: config.connectors.map(({ from, to, spec }) => ({
      from,
      to,
      spec: { name: pyStr(spec.name), extra: spec.extra },
    })),
  }

function loadTransfer(
  effective: EffectiveConfig,
  context: AnalysisContext,
): Result<OmniTransferConfig | null> {
  const loaded = loadOmniTransferConfig(
    { configDict: effective.transferInput },
    { env: context.env ?? {}, target: context.target ?? DEFAULT_TARGET },
  )
  return loaded.ok
    ? { ok: true, value: plainTransfer(loaded.value) }
    : { ok: false, error: faultProblem(loaded.error) }
}

/**
 * What the runtime would make of a text: tree, graph, transfer configuration, effective values, ports, KV plan and
 * findings. Pure and total: any text up to the document's bounds gives an analysis, and nothing throws.
 */
export function analyze(text: string, context: AnalysisContext = {}): Analysis {
  const document = parseDocument(text, context.fileName === undefined ? {} : { fileName: context.fileName })
  const pipeline = document.ok ? choosePipeline(document, context) : null
  const effective: EffectiveConfig = {
    transferInput: document.value,
    merged: isDict(document.value) ? document.value : EMPTY,
    topLevel: [],
    stages: [],
    chain: [],
  }
  const transfer = loadTransfer(effective, context)
  const graph = buildGraph({ document, effective, pipeline, transfer: transfer.ok ? transfer.value : null })
  const analysis = {
    target: context.target ?? DEFAULT_TARGET,
    document,
    pipelineKey: pipeline?.key ?? null,
    ...graph,
    transfer,
    effective,
    ports: { endpoints: [], problems: [] },
    kv: { stages: [], transfers: [] },
  }
  return { ...analysis, findings: diagnose({ ...analysis, context }) }
}
