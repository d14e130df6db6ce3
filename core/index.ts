export { analyze } from './analyze.ts'
export * from './bench/types.ts'
export * from './commands/index.ts'
export { type ConformanceReport, type Difference, runConformance } from './conformance/index.ts'
export {
  CONNECTORS,
  connectorNames,
  findConnector,
  NATIVE_KV_CONNECTORS,
  transferEngineNames,
} from './connectors/index.ts'
export * from './contract/index.ts'
export { RULES, ruleByCode } from './diagnose/index.ts'
export { CHECK_FORMATS, type CheckedFile, type CheckFormat, renderFindings } from './diagnose/render/index.ts'
export { applyEdits, parseDocument } from './document/index.ts'
export type * from './document/types.ts'
export * from './inventory/index.ts'
export * from './logs/index.ts'
export { readLog } from './logs/index.ts'
export * from './migrate/index.ts'
export {
  canAsyncChunk,
  findPipeline,
  PIPELINES,
  type Pipeline,
  type PipelineMatch,
  type PipelineQuery,
  type PipelineStage,
  parsePipelineText,
  pipelineEdges,
} from './pipelines/index.ts'
export * from './resolve/index.ts'
export { type ResolvedText, resolveText } from './resolve-text.ts'
export { type JsonSchema, jsonSchema } from './schema/index.ts'
export { DEFAULT_TARGET, TARGET_IDS, TARGETS, type Target } from './targets/index.ts'
export * from './templates/index.ts'
export { fromPlain, type JsonValue, type PlainValue, toPlain } from './value/index.ts'
export type * from './value/types.ts'
export * from './worker/index.ts'
