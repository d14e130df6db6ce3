import type { TargetId } from '../contract/analysis.ts'
import type { EffectiveField } from '../contract/effective.ts'
import type { SchemaDialect } from '../schema/index.ts'
import { topDefaults } from './defaults.ts'
import { type Contribution, foldField } from './fold.ts'
import { type Contributions, childNode, contribute, sourceOf, type TextSource } from './sources.ts'

/** Sections with a view of their own; every other key of the top level is a field. */
const SECTIONS = new Set([
  'base_config',
  'stages',
  'stage_args',
  'connectors',
  'edges',
  'platforms',
  'runtime',
])

/** Top-level fields that every stage's engine gets (runtime: 1.2, "pipeline-wide"). */
const PIPELINE_WIDE = [
  'trust_remote_code',
  'enable_prefix_caching',
  'enable_chunked_prefill',
  'distributed_executor_backend',
  'dtype',
  'quantization',
  'custom_voice_dir',
  'data_parallel_size',
  'pipeline_parallel_size',
]

/** Fields of a platform's section that are about the whole pipeline. */
const PLATFORM_FIELDS = ['model_runner', 'cuda_mps']

/** What texts say at their top level, weakest first. `texts` come strongest first. */
function writtenTop(texts: readonly TextSource[], platform: string | null): Contributions {
  const written: Contributions = new Map()
  for (const source of texts.toReversed()) {
    const { root } = source.document
    if (root?.kind !== 'map') continue
    for (const { key, node } of root.entries) {
      if (SECTIONS.has(key)) continue
      const field = { path: [key], range: node.alias ?? node.range }
      contribute(written, key, { value: node.value, source: sourceOf(source, field), deep: true })
    }
  }
  for (const source of platform === null ? [] : texts.toReversed()) {
    const section = childNode(childNode(source.document.root, 'platforms'), platform ?? '')
    for (const key of PLATFORM_FIELDS) {
      const node = childNode(section, key)
      if (node === null) continue
      const field = { path: ['platforms', platform ?? '', key], range: node.alias ?? node.range }
      const from = sourceOf({ ...source, provenance: 'platform' }, field)
      contribute(written, key, { value: node.value, source: from, deep: false })
    }
  }
  return written
}

export interface TopLevel {
  readonly fields: readonly EffectiveField[]
  /** What the top level gives to every stage, weakest first. */
  readonly wide: ReadonlyMap<string, readonly Contribution[]>
}

/** The fields of the top level after all layers. */
export function readTopLevel(
  texts: readonly TextSource[],
  platform: string | null,
  dialect: SchemaDialect,
  target: TargetId,
): TopLevel {
  const written = writtenTop(texts, platform)
  const defaults: Contributions = new Map()
  for (const [key, value] of topDefaults(dialect, target))
    contribute(defaults, key, {
      value,
      source: { provenance: 'default', file: null, path: [], range: null },
      deep: false,
    })
  const keys = new Set([...written.keys(), ...defaults.keys()])
  const wideKeys = dialect === 'deploy' ? PIPELINE_WIDE.filter(key => written.has(key)) : []
  return {
    fields: [...keys].flatMap(key => foldField(key, defaults.get(key) ?? [], written.get(key) ?? []) ?? []),
    wide: new Map(
      wideKeys.map(key => [key, (written.get(key) ?? []).filter(item => item.value !== null)] as const),
    ),
  }
}
