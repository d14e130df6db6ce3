import type { EdgeView, OmniTransferConfig } from '../contract/analysis.ts'
import { type Pipeline, pipelineEdges } from '../pipelines/index.ts'
import type { WiredEdge } from './wiring.ts'

export const edgeId = (from: string, to: string): string => `${from}->${to}`

export interface EdgeViewInput {
  readonly wired: readonly WiredEdge[]
  /** What the runtime's parser gave; null where it failed or has nothing. */
  readonly transfer: OmniTransferConfig | null
  /** The topology whose edges the file may leave out; null for a file that describes its own. */
  readonly pipeline: Pipeline | null
  /** Ids of the stages that the file or the pipeline has. */
  readonly stageIds: ReadonlySet<string>
  readonly carriesKv: (from: string, to: string) => boolean
}

const SHARED_MEMORY = 'SharedMemoryConnector'

function fromWired(
  edge: WiredEdge,
  names: ReadonlyMap<string, string>,
): Omit<EdgeView, 'ghost' | 'carriesKv'> {
  const id = edgeId(edge.from, edge.to)
  return {
    id,
    from: edge.from,
    to: edge.to,
    origin: edge.origin,
    automatic: edge.origin !== 'explicit',
    connectorLabel: edge.label,
    connectorName: names.get(id) ?? edge.name ?? '',
    inputPath: edge.inputPath,
    outputPath: edge.outputPath,
    edgePath: edge.edgePath,
  }
}

const fromPipeline = (from: string, to: string): Omit<EdgeView, 'ghost' | 'carriesKv'> => ({
  id: edgeId(from, to),
  from,
  to,
  origin: 'pipeline',
  automatic: true,
  connectorLabel: null,
  connectorName: SHARED_MEMORY,
  inputPath: null,
  outputPath: null,
  edgePath: null,
})

/** The edges of the graph: the runtime's in its order of registration, then those that only the pipeline knows. */
export function edgeViews(input: EdgeViewInput): readonly EdgeView[] {
  const names = new Map(
    input.transfer?.connectors.map(edge => [edgeId(edge.from, edge.to), edge.spec.name]) ?? [],
  )
  const edges = input.wired.map(edge => fromWired(edge, names))
  const known = new Set(edges.map(edge => edge.id))
  for (const { from, to } of input.pipeline === null ? [] : pipelineEdges(input.pipeline))
    if (!known.has(edgeId(from, to))) edges.push(fromPipeline(from, to))
  return edges.map(edge => ({
    ...edge,
    carriesKv: input.carriesKv(edge.from, edge.to),
    ghost: !(input.stageIds.has(edge.from) && input.stageIds.has(edge.to)),
  }))
}
