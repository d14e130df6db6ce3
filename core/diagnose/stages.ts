import { type Pipeline, pipelineEdges } from '../pipelines/index.ts'
import { edgeKey } from './lookups.ts'
import { oncePerView } from './once.ts'
import type { RuleView } from './view.ts'
import { listWords } from './words.ts'

/** The stages that exist, and whether that is all of them. */
export interface KnownStages {
  readonly ids: ReadonlySet<string>
  /** True where the file itself or a pipeline that it names tells the whole topology. */
  readonly certain: boolean
}

/** Stages of the file and of its pipeline. A deploy file need not list all that its pipeline has. */
export const knownStages = (view: RuleView): KnownStages => ({
  ids: view.declared,
  certain: view.config.legacy || (view.pipeline !== null && view.match.by !== 'file-name'),
})

/** The stages that there are, in words. */
export const knownWords = oncePerView(view => listWords([...knownStages(view).ids]))

/**
 * The pipeline whose topology a deploy file follows. One that only the file's name suggests counts when it has all
 * the stages of the file: variants with more stages often carry the name of their model.
 */
export function topologyOf(view: RuleView): Pipeline | null {
  const { pipeline, config } = view
  if (pipeline === null || config.legacy) return null
  if (view.match.by !== 'file-name') return pipeline
  const ids = new Set(pipeline.stages.map(stage => String(stage.id)))
  return config.stages.every(stage => stage.id === null || ids.has(stage.id)) ? pipeline : null
}

/**
 * The edges over which payloads go: those of the pipeline, or of `engine_input_source` and `edges` in a legacy file
 * that uses them. Null where that is not known.
 */
export function topologyEdges(view: RuleView): ReadonlySet<string> | null {
  const pipeline = topologyOf(view)
  if (pipeline !== null) return new Set(pipelineEdges(pipeline).map(edge => edgeKey(edge.from, edge.to)))
  if (!view.config.legacy) return null
  const declared = view.declaredEdges
  return declared.size === 0 ? null : declared
}
