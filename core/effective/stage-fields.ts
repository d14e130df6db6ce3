import type { StageKind, TargetId } from '../contract/analysis.ts'
import type { EffectiveField, ValueSource } from '../contract/effective.ts'
import { type Pipeline, pipelineStage } from '../pipelines/index.ts'
import type { SchemaDialect } from '../schema/index.ts'
import type { PyValue } from '../value/index.ts'
import { stageDefaults } from './defaults.ts'
import { type Contribution, foldField } from './fold.ts'
import { OWNED_BY_PIPELINE, pipelineFields } from './pipeline-fields.ts'
import { type Contributions, contribute, contributeLayers, type StageLayer } from './sources.ts'

/** Everything that has a say on the fields of stages. */
export interface StageSources {
  readonly dialect: SchemaDialect
  readonly target: TargetId
  readonly pipeline: Pipeline | null
  /** The document and its base files, strongest first. */
  readonly texts: readonly StageLayer[]
  /** Their sections for the chosen platform, strongest first. */
  readonly platforms: readonly StageLayer[]
  readonly overrides: StageLayer | null
  /** Pipeline-wide fields of the top level, weakest first. */
  readonly wide: ReadonlyMap<string, readonly Contribution[]>
}

/** Fields that only one default gives are the same for all stages, which saves memory and copies of them. */
const lone = new WeakMap<Contribution, EffectiveField | null>()

function alone(key: string, only: Contribution): EffectiveField | null {
  const known = lone.get(only)
  if (known !== undefined) return known
  const made = foldField(key, [only], [])
  lone.set(only, made)
  return made
}

const NOWHERE = { path: [], range: null }
const DEFAULT: ValueSource = { provenance: 'default', file: null, ...NOWHERE }

/** Defaults are alike for all stages of a kind, so they are made once per analysis. */
export function fieldReader(sources: StageSources): (id: string) => readonly EffectiveField[] {
  const defaults = new Map<StageKind, readonly (readonly [string, Contribution])[]>()
  const defaultsOf = (kind: StageKind) => {
    const known = defaults.get(kind)
    if (known !== undefined) return known
    const made = [...stageDefaults(sources.dialect, sources.target, kind)].map(
      ([key, value]) => [key, { value, source: DEFAULT, deep: false }] as const,
    )
    defaults.set(kind, made)
    return made
  }
  return id => stageFields(id, sources, defaultsOf)
}

function topologyOf(id: string, sources: StageSources): ReadonlyMap<string, PyValue> {
  const stage = sources.pipeline === null ? null : pipelineStage(sources.pipeline, id)
  return sources.pipeline === null || stage === null ? new Map() : pipelineFields(sources.pipeline, stage)
}

/** In a deploy file the topology's own fields win over written ones; a legacy file describes itself. */
const isOwned = (key: string, sources: StageSources): boolean =>
  sources.dialect === 'deploy' && OWNED_BY_PIPELINE.has(key)

const isOverridable = (key: string): boolean => key === 'omni_kv_config'

function kindOf(topology: ReadonlyMap<string, PyValue>, written: Contributions): StageKind {
  const type = topology.get('stage_type') ?? written.get('stage_type')?.at(-1)?.value
  return type === 'diffusion' ? 'diffusion' : type === undefined ? 'unknown' : 'llm_ar'
}

function writtenFields(
  id: string,
  sources: StageSources,
  topology: ReadonlyMap<string, PyValue>,
): Contributions {
  const written: Contributions = new Map()
  contributeLayers(written, sources.texts, id, 'always')
  contributeLayers(written, sources.platforms, id, 'some')
  const owned = (key: string): Contribution => ({
    value: topology.get(key) ?? null,
    source: { provenance: 'pipeline', file: sources.pipeline?.key ?? null, ...NOWHERE },
    deep: false,
  })
  const keys = [...topology.keys()].filter(key => isOwned(key, sources))
  for (const key of keys) if (isOverridable(key)) contribute(written, key, owned(key))
  if (sources.overrides !== null) contributeLayers(written, [sources.overrides], id, 'never')
  for (const key of keys) if (!isOverridable(key)) contribute(written, key, owned(key))
  return written
}

/** `max_batch_size` below `runtime` stands in for `max_num_seqs` (runtime: legacy loader, with a FutureWarning). */
function addBatchSize(written: Contributions): void {
  const size = written.get('max_batch_size')
  if (size !== undefined && !written.has('max_num_seqs')) written.set('max_num_seqs', [...size])
}

function stageFields(
  id: string,
  sources: StageSources,
  defaultsOf: (kind: StageKind) => readonly (readonly [string, Contribution])[],
): readonly EffectiveField[] {
  const topology = topologyOf(id, sources)
  const written = writtenFields(id, sources, topology)
  addBatchSize(written)
  const fallbacks: Contributions = new Map()
  for (const [key, value] of defaultsOf(kindOf(topology, written))) contribute(fallbacks, key, value)
  for (const [key, value] of topology) {
    const source: ValueSource = {
      provenance: 'pipeline',
      file: sources.pipeline?.key ?? null,
      ...NOWHERE,
    }
    if (!isOwned(key, sources)) contribute(fallbacks, key, { value, source, deep: false })
  }
  for (const [key, values] of sources.wide) for (const value of values) contribute(fallbacks, key, value)
  const keys = new Set([...written.keys(), ...fallbacks.keys()])
  return [...keys].flatMap(key => {
    const [below, above] = [fallbacks.get(key) ?? [], written.get(key) ?? []]
    const [only] = below
    return (
      (above.length === 0 && below.length === 1 && only !== undefined
        ? alone(key, only)
        : foldField(key, below, above)) ?? []
    )
  })
}
