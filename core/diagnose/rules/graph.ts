import { PIPELINES } from '../../pipelines/index.ts'
import { dictGet, isDict } from '../../value/index.ts'
import { placeAt, type StageEntry } from '../config.ts'
import { removeValue, setValue } from '../fixes.ts'
import { shownEdge, touchedStages } from '../lookups.ts'
import { oncePerView } from '../once.ts'
import { topologyOf } from '../stages.ts'
import { EVERY_TARGET } from '../targets.ts'
import type { FindingDraft, Rule } from '../types.ts'
import { type RuleView, stagePlace } from '../view.ts'
import { countWords, listWords, nearest, quote, stageWords } from '../words.ts'
import { findCycles } from './graph/cycles.ts'

const idPlace = (stage: StageEntry) =>
  stage.place.elsewhere === true ? stage.place : { path: [...stage.place.path, 'stage_id'] }

/** The id to offer for an entry that has none: the lowest that is free. */
const freeId = oncePerView((view): number => {
  let id = 0
  while (view.declared.has(String(id))) id += 1
  return id
})

function missingIds(view: RuleView): readonly FindingDraft[] {
  return view.config.stages.flatMap((stage, position) => {
    if (stage.id !== null || !isDict(stage.value)) return []
    const id = freeId(view)
    return {
      message: `The stage at position ${position + 1} has no stage_id, and the parser raises KeyError: 'stage_id'. Give it an id; ${id} is free.`,
      place: idPlace(stage),
      fix: () => setValue(view.document, [...stage.place.path, 'stage_id'], id, `Give it stage_id ${id}`),
    }
  })
}

function duplicateIds(view: RuleView): readonly FindingDraft[] {
  const firsts = new Map<string, StageEntry>()
  return view.config.stages.flatMap(stage => {
    if (stage.id === null) return []
    const first = firsts.get(stage.id)
    if (first === undefined) {
      firsts.set(stage.id, stage)
      return []
    }
    const id = freeId(view)
    return {
      consequence: 'silently-wrong' as const,
      message: `Stage id ${stage.id} is used twice: the parser joins the edges of both entries, and the engine keeps the later entry only. Give one of them another id; ${id} is free.`,
      place: idPlace(stage),
      stages: [stage.id],
      related: [{ ...idPlace(first), message: `The first stage ${stage.id}` }],
      fix: () => setValue(view.document, [...stage.place.path, 'stage_id'], id, `Number this entry ${id}`),
    }
  })
}

function cycles(view: RuleView): readonly FindingDraft[] {
  const edges = view.edges.filter(edge => edge.from !== edge.to)
  return findCycles(edges).map(cycle => {
    const steps = cycle.map((stage, index) => ({
      from: stage,
      to: cycle[(index + 1) % cycle.length] ?? stage,
    }))
    const back = steps.at(-1) ?? { from: '', to: '' }
    const shown = shownEdge(view, back)
    const path = shown?.edgePath ?? shown?.inputPath ?? shown?.outputPath ?? null
    return {
      message: `The edges run in a circle: ${[...cycle, cycle[0]].join(' → ')}. Each of these stages waits for the one before it; remove one of the edges, for example ${back.from}→${back.to}.`,
      consequence: 'hangs' as const,
      place: path === null ? stagePlace(view, back.to) : placeAt(view.document, path),
      stages: cycle,
      edges: steps,
    }
  })
}

/** Stages without an edge, where the whole topology is in the file. */
function disconnected(view: RuleView): readonly FindingDraft[] {
  if (!view.config.legacy || view.edges.length === 0) return []
  const touched = touchedStages(view)
  return [...view.declared].flatMap(id =>
    touched.has(id)
      ? []
      : {
          severity: 'warning' as const,
          consequence: 'silently-wrong' as const,
          message: `Stage ${id} has no edge: nothing reaches it and nothing leaves it. Name its input in engine_input_source, or remove the stage.`,
          place: stagePlace(view, id),
          stages: [id],
        },
  )
}

/** Only an explicit `false` everywhere is certain: the default of `final_output` is not the same in all places. */
function noFinalOutput(view: RuleView): readonly FindingDraft[] {
  const { stages, legacy, listKey } = view.config
  if (!legacy || stages.length === 0) return []
  const allFalse = stages.every(
    stage => isDict(stage.value) && dictGet(stage.value, 'final_output') === false,
  )
  if (!allFalse) return []
  return [
    {
      message: `No stage has final_output: true (${countWords(stages.length, 'stage')} say false), so nothing reaches the user. Set it on the stage whose output is the answer.`,
      place: { path: [listKey], part: 'key' },
    },
  ]
}

/** Ids that are no integers: the older port rule counts them as 0, the newer one refuses them. */
function textIds(view: RuleView): readonly FindingDraft[] {
  const touched = touchedStages(view)
  return view.config.stages.flatMap(stage => {
    if (stage.id === null || /^[+-]?\d+$/.test(stage.id.trim())) return []
    const raises = view.runtime.ports.integerIds
    if (!touched.has(stage.id)) return []
    return {
      severity: raises ? ('error' as const) : ('warning' as const),
      consequence: raises ? ('raises' as const) : ('silently-wrong' as const),
      message: raises
        ? `Stage id ${quote(stage.id)} is no integer, and the runtime raises when it computes the stage's connectors. Number the stages from 0.`
        : `Stage id ${quote(stage.id)} is no integer: ports are computed as if it were 0, and KV transfer can't sort it among numbers. Number the stages from 0.`,
      place: idPlace(stage),
      stages: [stage.id],
    }
  })
}

const GRAPH: Rule = {
  code: 'GRAPH-1',
  family: 'graph',
  title: 'Stages that form no pipeline',
  explanation:
    'Every stage needs an id of its own, an integer from 0 up; edges must not run in a circle; and in legacy files, which describe their topology themselves, every stage needs an edge and one stage a final output. The parser raises for a missing id only: duplicates are merged without a word and circles wait for each other.',
  source: 'load_omni_transfer_config, PipelineConfig.validate, #823',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view => [
    ...missingIds(view),
    ...duplicateIds(view),
    ...cycles(view),
    ...disconnected(view),
    ...noFinalOutput(view),
    ...textIds(view),
  ],
}

const pipelineKeyPlace = { path: ['pipeline'] } as const

function unknownKey(view: RuleView): readonly FindingDraft[] {
  const { match } = view
  if (view.config.legacy || match.by !== 'key' || match.key === null) return []
  const { key } = match
  const place = placeAt(view.document, pipelineKeyPlace.path)
  if (match.pipeline !== null)
    return match.pipeline.registered
      ? []
      : [
          {
            message: `Pipeline ${quote(key)} is known from legacy files only; a deploy file cannot name it, and the registry raises for an unknown key. Register it as a PipelineConfig, or name another pipeline.`,
            place,
          },
        ]
  const registered = PIPELINES.filter(pipeline => pipeline.registered).map(pipeline => pipeline.key)
  const meant = nearest(key, registered)
  return [
    meant === null
      ? {
          severity: 'info',
          consequence: 'informs',
          message: `The catalogue has no pipeline ${quote(key)}: its edges, stage kinds and KV flags are not known, so rules about them stay silent. Add its definition to have them checked.`,
          place,
        }
      : {
          message: `The catalogue has no pipeline ${quote(key)}. Did you mean ${meant}?`,
          place,
          fix: () => setValue(view.document, ['pipeline'], meant, `Use pipeline ${meant}`),
        },
  ]
}

function strangers(view: RuleView): readonly FindingDraft[] {
  const { pipeline, match, config } = view
  if (pipeline === null || config.legacy || !pipeline.registered) return []
  const ids = pipeline.stages.map(stage => String(stage.id))
  const found = config.stages.filter(stage => stage.id !== null && !ids.includes(stage.id))
  if (match.by === 'file-name')
    return found.length === 0
      ? []
      : [
          {
            severity: 'info',
            consequence: 'informs',
            message: `The file's name suggests pipeline ${pipeline.key}, which has no stage ${listWords(found.map(stage => stage.id ?? ''))} (it has ${listWords(ids)}). If it is a variant, name it with \`pipeline:\`.`,
            place: { path: [config.listKey], part: 'key' },
          },
        ]
  return found.map(stage => ({
    message: `Pipeline ${pipeline.key} has no stage ${stage.id} (it has ${listWords(ids)}): the runtime ignores this entry. Correct the id or the pipeline.`,
    place: idPlace(stage),
    stages: stage.id === null ? [] : [stage.id],
    fix: () => removeValue(view.document, stage.place.path, `Remove stage ${stage.id}`),
  }))
}

function leftOut(view: RuleView): readonly FindingDraft[] {
  const { pipeline, match, config } = view
  if (pipeline === null || config.legacy || !pipeline.registered || match.by === 'file-name') return []
  if (topologyOf(view) === null || config.stages.length === 0) return []
  const written = new Set(config.stages.map(stage => stage.id))
  const missing = pipeline.stages.map(stage => String(stage.id)).filter(id => !written.has(id))
  if (missing.length === 0) return []
  return [
    {
      consequence: 'silently-wrong',
      message: `Pipeline ${pipeline.key} starts ${countWords(pipeline.stages.length, 'stage')}, and the file sets only ${countWords(written.size, 'stage')}: ${stageWords(missing).toLowerCase()} still ${missing.length === 1 ? 'starts' : 'start'}, with defaults. Add an entry where the defaults do not fit.`,
      arithmetic: `${pipeline.stages.length} − ${written.size} = ${countWords(missing.length, 'stage')} on defaults`,
      place: { path: [config.listKey], part: 'key' },
      stages: missing,
    },
  ]
}

const PIPELINE: Rule = {
  code: 'GRAPH-2',
  family: 'graph',
  title: 'File and pipeline disagree',
  explanation:
    'The topology of a deploy file lives in the runtime’s registry, under the key that `pipeline:` names or the model’s own. Entries with an id that the pipeline does not have are ignored, and stages that the file leaves out still start with defaults: a two-stage file for a single-stage variant deadlocks (#5265). A key that the catalogue does not know may still be registered, so that is only a note.',
  source: 'load_deploy_config (merge by stage_id), #5265',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'silently-wrong',
  check: view => [...unknownKey(view), ...strangers(view), ...leftOut(view)],
}

export const GRAPH_RULES: readonly Rule[] = [GRAPH, PIPELINE]
