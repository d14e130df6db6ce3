import type { Analysis, StageKind, StageView } from '../../core/contract/analysis.ts'
import type { Severity } from '../../core/contract/finding.ts'
import { useWorkbench } from '../state/index.ts'
import { graphOf, worstOf } from './graph.ts'
import { createInterner } from './intern.ts'

/** What a node shows, as plain words and numbers, so that an unchanged node is not drawn again. */
export type StageFace = {
  readonly id: string
  readonly name: string
  readonly named: boolean
  readonly kind: StageKind
  readonly devices: string
  /** `TP 2 × 3` for example; empty when there is one rank and one replica. */
  readonly shape: string
  readonly output: string
  readonly asyncChunk: boolean
  readonly sendsKv: boolean
  readonly receivesKv: boolean
  readonly origin: StageView['origin']
  readonly findings: number
  readonly worst: Severity | null
  readonly messages: string
}

export const KIND_LABELS: Readonly<Record<StageKind, string>> = {
  llm_ar: 'Language model',
  llm_generation: 'Generation',
  diffusion: 'Diffusion',
  unknown: 'Kind not known',
}

const MAX_MESSAGES = 4

function shapeOf({ kind, tensorParallelSize, worldSize, replicas }: StageView): string {
  const ranks = kind === 'diffusion' ? worldSize : tensorParallelSize
  const width = ranks > 1 ? `${kind === 'diffusion' ? 'world' : 'TP'} ${ranks}` : ''
  return replicas > 1 ? `${width === '' ? 'TP 1' : width} × ${replicas}` : width
}

/** `0, 1, 2, 3, 6` reads `0–3, 6`. */
export function deviceText(devices: readonly string[]): string {
  const runs: string[][] = []
  for (const device of devices) {
    const run = runs.at(-1)
    const follows = /^\d+$/.test(device) && Number(run?.at(-1)) + 1 === Number(device)
    if (run !== undefined && follows) run.push(device)
    else runs.push([device])
  }
  return runs.map(run => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(', '))).join(', ')
}

function faceOf(analysis: Analysis, id: string): StageFace | null {
  const graph = graphOf(analysis)
  const stage = graph.stages.get(id)
  if (stage === undefined) return null
  const findings = graph.stageFindings.get(id) ?? []
  return {
    id,
    name: stage.name ?? `stage ${id}`,
    named: stage.name !== null,
    kind: stage.kind,
    devices: stage.devices === null ? 'all devices' : `GPU ${deviceText(stage.devices)}`,
    shape: shapeOf(stage),
    output: stage.finalOutput ?? '',
    asyncChunk: stage.asyncChunk,
    sendsKv: stage.needSendCache,
    receivesKv: stage.needRecvCache,
    origin: stage.origin,
    findings: findings.length,
    worst: worstOf(findings),
    messages: findings
      .slice(0, MAX_MESSAGES)
      .map(({ code, message }) => `${code}: ${message}`)
      .concat(findings.length > MAX_MESSAGES ? [`and ${findings.length - MAX_MESSAGES} more`] : [])
      .join('\n'),
  }
}

/** The stage in one line, for those who hear the graph: `Stage 1 talker, language model, GPU 1, 2 problems`. */
export function spokenStage(analysis: Analysis, id: string): string {
  const face = cachedFace(analysis, id)
  if (face === null) return `Stage ${id}`
  const known = spoken.get(face) ?? wordsOf(face)
  spoken.set(face, known)
  return known
}

/** Faces that stay the same keep their words; all of them are asked for at every step of a drag. */
const spoken = new WeakMap<StageFace, string>()

const wordsOf = (face: StageFace): string =>
  [
    face.named ? `Stage ${face.id} ${face.name}` : `Stage ${face.id}`,
    face.origin === 'ghost' ? 'not in the file' : KIND_LABELS[face.kind].toLowerCase(),
    face.devices,
    face.shape,
    face.output === '' ? '' : `gives ${face.output}`,
    problemCount(face.findings),
  ]
    .filter(part => part !== '')
    .join(', ')

/** `2 problems`; empty when there is none. */
export const problemCount = (count: number): string =>
  count === 0 ? '' : count === 1 ? '1 problem' : `${count} problems`

const cache = new WeakMap<Analysis, Map<string, StageFace | null>>()
const intern = createInterner<StageFace>()

function cachedFace(analysis: Analysis, id: string): StageFace | null {
  const faces = cache.get(analysis) ?? new Map<string, StageFace | null>()
  cache.set(analysis, faces)
  const known = faces.get(id)
  if (known !== undefined) return known
  const made = faceOf(analysis, id)
  const face = made === null ? null : intern(id, made)
  faces.set(id, face)
  return face
}

export const useStageFace = (id: string): StageFace | null =>
  useWorkbench(state => (state.lastGood === null ? null : cachedFace(state.lastGood, id)))
