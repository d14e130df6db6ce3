import type { AnalysisContext } from '../contract/analysis.ts'
import type { EffectiveConfig, EffectiveField, EffectiveStage } from '../contract/effective.ts'
import type { Problem } from '../contract/result.ts'
import type { ParsedDocument } from '../document/index.ts'
import type { Pipeline } from '../pipelines/index.ts'
import { DEFAULT_TARGET, TARGETS } from '../targets/index.ts'
import type { PyValue } from '../value/index.ts'
import { type BaseChain, mergeChain, readBaseChain } from './base-chain.ts'
import { mergedConfig } from './merged-config.ts'
import { readOverrides } from './overrides.ts'
import { childNode, type StageLayer, stageNodes, type TextSource } from './sources.ts'
import { fieldReader } from './stage-fields.ts'
import { stageIdOf, stageList, stageListKey } from './stage-list.ts'
import { readTopLevel } from './top-fields.ts'

/** The document with its `base_config` chain: what the transfer-config parser gets. */
export interface MergedText {
  readonly value: PyValue
  readonly chain: BaseChain
}

const NO_CHAIN: BaseChain = { files: [], chain: [], fault: null }

/** Merges the chain of base files where the target does so. */
export function mergeText(document: ParsedDocument, context: AnalysisContext): MergedText {
  const chain = readBaseChain(document, context)
  if (TARGETS[context.target ?? DEFAULT_TARGET].mergesBase)
    return { value: mergeChain(document, chain), chain }
  const unread = chain.chain.map(entry => ({
    ...entry,
    problem: 'This target reads no base_config, so nothing of that file counts.',
  }))
  return { value: document.value, chain: { ...NO_CHAIN, chain: unread } }
}

function textSources(document: ParsedDocument, chain: BaseChain): readonly TextSource[] {
  const layered = chain.chain.length > 0
  return [
    { provenance: layered ? 'overlay' : 'base', file: null, document },
    ...chain.files.map(({ file, document: parent }) => ({
      provenance: 'base' as const,
      file,
      document: parent,
    })),
  ]
}

const layersAt = (
  texts: readonly TextSource[],
  path: readonly string[],
  provenance?: 'platform',
): readonly StageLayer[] =>
  texts.map(source => {
    let node = source.document.root
    for (const key of path) node = childNode(node, key)
    return {
      source: provenance === undefined ? source : { ...source, provenance },
      nodes: stageNodes(node, path),
    }
  })

/** A legacy list is replaced as a whole, so only the strongest text that has one counts. */
function stageLayers(texts: readonly TextSource[], legacy: boolean): readonly StageLayer[] {
  if (!legacy) return layersAt(texts, ['stages'])
  const holder = texts.find(source => childNode(source.document.root, 'stage_args') !== null)
  return holder === undefined ? [] : layersAt([holder], ['stage_args'])
}

/** Ids of the merged list in its order, then those that only the topology has. */
function stageIds(config: PyValue, pipeline: Pipeline | null): readonly string[] {
  const written = stageList(config).flatMap(stage => stageIdOf(stage) ?? [])
  return [...new Set([...written, ...(pipeline?.stages ?? []).map(stage => String(stage.id))])]
}

export { DROPPED_OVERRIDES } from './overrides.ts'
export { sourceWords } from './source-words.ts'
export { isLegacy, mapAt, type StageListKey, stageIdOf, stageList, stageListKey } from './stage-list.ts'

export interface Effective {
  readonly config: EffectiveConfig
  /** What the runtime raises while it merges the base files. */
  readonly fault: Problem | null
}

/**
 * Every field of the top level and of every stage after all layers, with where it came from (runtime: 1.3):
 * overrides, platform section, document, base files, pipeline, defaults. The parser of connectors sees the merged
 * texts only, without platform and overrides (1.8).
 */
export function resolveEffective(
  document: ParsedDocument,
  merged: MergedText,
  context: AnalysisContext,
  pipeline: Pipeline | null,
): Effective {
  const target = context.target ?? DEFAULT_TARGET
  const platform = context.platform ?? null
  const legacy = stageListKey(merged.value) === 'stage_args'
  const dialect = legacy ? 'legacy' : 'deploy'
  const texts = textSources(document, merged.chain)
  const top = readTopLevel(texts, platform, dialect, target)
  const fieldsOf = fieldReader({
    dialect,
    target,
    pipeline: legacy ? null : pipeline,
    texts: stageLayers(texts, legacy),
    platforms:
      platform === null || legacy ? [] : layersAt(texts, ['platforms', platform, 'stages'], 'platform'),
    overrides: readOverrides(context.stageOverrides),
    wide: top.wide,
  })
  const ids = stageIds(merged.value, legacy ? null : pipeline)
  const stages: readonly EffectiveStage[] = ids.map(id => ({ id, fields: fieldsOf(id) }))
  return {
    config: {
      transferInput: merged.value,
      merged: mergedConfig(merged.value, top.fields, stages),
      topLevel: top.fields,
      stages,
      chain: merged.chain.chain,
    },
    fault: merged.chain.fault,
  }
}

/** A stage's fields by name. */
export const fieldsByKey = (stage: EffectiveStage): ReadonlyMap<string, EffectiveField> =>
  new Map(stage.fields.map(field => [field.key, field]))
