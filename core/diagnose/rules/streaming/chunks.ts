import { connectorEntry } from '../../../connectors/index.ts'
import { canAsyncChunk, pipelineStage } from '../../../pipelines/index.ts'
import { dictGet, dictHas, isDict } from '../../../value/index.ts'
import { removeValue, setValue } from '../../fixes.ts'
import { topologyOf } from '../../stages.ts'
import { EVERY_TARGET, SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { edgePlace, fieldPlace, type RuleView, stagePlace } from '../../view.ts'
import { lowerFirst } from '../../words.ts'

/** The top-level switch as written, or where it would stand. */
const switchPlace = (view: RuleView): Place =>
  isDict(view.document.value) && dictHas(view.document.value, 'async_chunk')
    ? { path: ['async_chunk'] }
    : { path: [view.config.listKey], part: 'key' }

const isOn = (view: RuleView): boolean => view.stages.some(stage => stage.asyncChunk)

const switchedBy = (view: RuleView): string =>
  isDict(view.document.value) && dictHas(view.document.value, 'async_chunk')
    ? 'async_chunk is on'
    : 'async_chunk is on by default'

function withoutProcessor(view: RuleView): readonly FindingDraft[] {
  const pipeline = topologyOf(view)
  if (pipeline === null || !isOn(view) || pipeline.stages.length < 2 || canAsyncChunk(pipeline)) return []
  return [
    {
      message: `${switchedBy(view)}, but no stage of pipeline ${pipeline.key} can send chunks, and the runtime raises ValueError. Write async_chunk: false at the top.`,
      place: switchPlace(view),
      fix: () => setValue(view.document, ['async_chunk'], false, 'Turn async_chunk off'),
    },
  ]
}

/** Ends of an edge that do not stream alike, where the producer is able to. */
function mixedEdges(view: RuleView): readonly FindingDraft[] {
  const pipeline = topologyOf(view)
  if (pipeline === null) return []
  return view.edges.flatMap(edge => {
    const producer = pipelineStage(pipeline, edge.from)
    const [from, to] = [view.stageById.get(edge.from), view.stageById.get(edge.to)]
    if (producer?.processors.asyncNext == null || from === undefined || to === undefined) return []
    if (from.asyncChunk === to.asyncChunk) return []
    const off = from.asyncChunk ? to : from
    const field = view.field(off.id, 'async_chunk')
    return {
      message: `Stage ${edge.from} ${from.asyncChunk ? 'streams' : 'does not stream'} chunks and stage ${edge.to} ${to.asyncChunk ? 'does' : 'does not'}: the runtime raises "incompatible async_chunk settings on connector edge ${edge.from} -> ${edge.to}". Set both alike.`,
      place: field === null ? stagePlace(view, off.id) : fieldPlace(field),
      stages: [edge.from, edge.to],
      edges: [{ from: edge.from, to: edge.to }],
    }
  })
}

/** `async_chunk` where only the top level is read, or only `false` counts. */
function insideStage(view: RuleView): readonly FindingDraft[] {
  return view.config.stages.flatMap(stage => {
    if (!isDict(stage.value) || stage.place.elsewhere === true) return []
    const nested = dictGet(stage.value, 'engine_args')
    const steps = dictHas(stage.value, 'async_chunk')
      ? ['async_chunk']
      : isDict(nested) && dictHas(nested, 'async_chunk')
        ? ['engine_args', 'async_chunk']
        : null
    if (steps === null) return []
    const written =
      steps.length === 1
        ? dictGet(stage.value, 'async_chunk')
        : isDict(nested) && dictGet(nested, 'async_chunk')
    if (written === false && !view.config.legacy && steps.length === 1) return []
    const path = [...stage.place.path, ...steps]
    return {
      severity: 'warning' as const,
      consequence: 'silently-wrong' as const,
      message: `Stage ${stage.id ?? ''} sets async_chunk, which belongs to the top of the file: ${view.config.legacy ? 'it is not read in a stage' : 'in a stage only false means something'}. Set it at the top.`,
      place: { path, part: 'key' as const },
      stages: stage.id === null ? [] : [stage.id],
      fix: () => removeValue(view.document, path, 'Remove async_chunk from the stage'),
    }
  })
}

export const CHUNKS: Rule = {
  code: 'CHUNK-1',
  family: 'streaming',
  title: 'Chunk streaming that does not fit',
  explanation:
    '`async_chunk` is a switch of the whole pipeline, on by default in deploy files. It needs a pipeline in which at least one stage can send chunks, and both ends of such an edge must stream or not stream; otherwise the runtime raises. Inside a stage only `false` means something: it takes the stage out.',
  source: 'pipeline set-up (async_chunk checks), #4793',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view => [...withoutProcessor(view), ...mixedEdges(view), ...insideStage(view)],
}

function slowConnectors(view: RuleView): readonly FindingDraft[] {
  return view.edges.flatMap(edge => {
    const [from, to] = [view.stageById.get(edge.from), view.stageById.get(edge.to)]
    if (from?.asyncChunk !== true || to?.asyncChunk !== true || edge.ghost) return []
    const entry = connectorEntry(edge.connectorName, view.target)
    if (entry === null || entry.asyncChunk.ability === 'yes') return []
    const no = entry.asyncChunk.ability === 'no'
    return {
      ...(no ? {} : { severity: 'info' as const, consequence: 'wastes' as const }),
      message: `Edge ${edge.from}→${edge.to} streams chunks through ${entry.name}, which ${no ? 'cannot' : 'can do so within a limit'}: ${lowerFirst(entry.asyncChunk.why)}`,
      place: edgePlace(view, edge),
      edges: [{ from: edge.from, to: edge.to }],
    }
  })
}

/** The chunk adapter takes the stage before and after by number, whatever the edges say. */
function skippedIds(view: RuleView): readonly FindingDraft[] {
  return view.edges.flatMap(edge => {
    const [from, to] = [view.stageById.get(edge.from), view.stageById.get(edge.to)]
    if (from?.asyncChunk !== true || to?.asyncChunk !== true || edge.ghost) return []
    if (!/^\d+$/.test(edge.from) || !/^\d+$/.test(edge.to) || Number(edge.to) === Number(edge.from) + 1)
      return []
    return {
      consequence: 'hangs' as const,
      message: `Edge ${edge.from}→${edge.to} streams chunks between stages that do not follow each other, but the chunk adapter of stage ${edge.to} always reads from stage ${Number(edge.to) - 1}. Number the stages in their order.`,
      arithmetic: `${edge.from} + 1 = ${Number(edge.from) + 1} ≠ ${edge.to}`,
      place: edgePlace(view, edge),
      stages: [edge.to],
      edges: [{ from: edge.from, to: edge.to }],
    }
  })
}

export const CHUNK_CONNECTORS: Rule = {
  code: 'CHUNK-2',
  family: 'streaming',
  title: 'Connector that is slow at chunks',
  explanation:
    'A streaming stage looks for the next chunk every few milliseconds. Stores block for their own waiting time on a chunk that is not there yet, and transfer engines need the sender’s address beforehand, because a chunk comes without metadata. The chunk adapter also reckons with consecutive stage ids: the producer is always the id before.',
  source: 'chunk adapter; connector catalogue of this application',
  targets: SINCE_JULY_2026,
  severity: 'warning',
  consequence: 'hangs',
  check: view => [...slowConnectors(view), ...skippedIds(view)],
}
