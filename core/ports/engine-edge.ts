import { connectorEntry, extraKey } from '../connectors/index.ts'
import type { AnalysisContext, EdgeView } from '../contract/analysis.ts'
import type { Result } from '../contract/result.ts'
import type { Path } from '../document/index.ts'
import {
  expandEnvInt,
  type LoadedSpec,
  type RuntimeContext,
  type RuntimeEdge,
  type RuntimeFault,
} from '../resolve/index.ts'
import { DEFAULT_TARGET, TARGETS, type Target } from '../targets/index.ts'
import { dictGet, isDict, type PyDict, type PyInt, type PyValue, pyStr } from '../value/index.ts'

/** An edge whose connector takes ports: what the runtime has of it, and what the graph knows. */
export interface EngineEdge {
  readonly edge: RuntimeEdge<LoadedSpec>
  readonly name: string
  readonly label: string | null
  /** Where the definition or, better, its `zmq_port` is written. */
  readonly path: Path
  /** `zmq_port` as an integer, before any offset. */
  readonly base: PyInt
}

export interface PortContext {
  readonly target: Target
  readonly env: NonNullable<AnalysisContext['env']>
  readonly connectorsPath: Path
}

export const portContext = (context: AnalysisContext, connectorsPath: Path): PortContext => ({
  target: TARGETS[context.target ?? DEFAULT_TARGET],
  env: context.env ?? {},
  connectorsPath,
})

/** The process of a replica and rank, as the resolver's functions want it. */
export const processOf = (context: PortContext, rank: number, replica: number): RuntimeContext => ({
  env: context.env,
  target: context.target.id,
  localRank: rank,
  replicaId: replica,
})

function definitionPath(view: EdgeView | undefined, connectorsPath: Path): Path {
  if (view === undefined) return connectorsPath
  if (view.connectorLabel !== null) return [...connectorsPath, view.connectorLabel]
  return view.inputPath ?? view.outputPath ?? view.edgePath ?? connectorsPath
}

/** Null for a connector that is no transfer engine of the target; a fault where its base is no integer. */
export function engineEdge(
  edge: RuntimeEdge<LoadedSpec>,
  view: EdgeView | undefined,
  context: PortContext,
): Result<EngineEdge, RuntimeFault> | null {
  const { name, extra } = edge.spec
  if (typeof name !== 'string' || !context.target.transferEngines.has(name)) return null
  const path = definitionPath(view, context.connectorsPath)
  const written = dictGet(extra, 'zmq_port')
  const base =
    written === undefined
      ? ({ ok: true, value: context.target.ports.defaultBase } as const)
      : expandEnvInt(written, 'zmq_port', context.env)
  if (!base.ok) return base
  return {
    ok: true,
    value: {
      edge,
      name,
      label: view?.connectorLabel ?? null,
      path: written === undefined ? path : [...path, 'extra', 'zmq_port'],
      base: base.value,
    },
  }
}

/** Address that a listener is bound to: as written, else the class's default. */
export function bindHost(extra: PyDict, name: string, target: Target): string {
  const written = dictGet(extra, 'host')
  if (written !== undefined && written !== null) return pyStr(written)
  const entry = connectorEntry(name, target.id)
  const initial = entry === null ? undefined : extraKey(entry, 'host')?.default
  return typeof initial === 'string' ? initial : 'auto'
}

/** A connector's role as its constructor takes it: in small letters, `sender` where none is given. */
export function roleOf(extra: PyDict): string {
  const role = dictGet(extra, 'role') ?? null
  return role === null ? 'sender' : pyStr(role).toLowerCase()
}

export const textAt = (extra: PyValue, key: string): string | null => {
  const value = isDict(extra) ? (dictGet(extra, key) ?? null) : null
  return value === null ? null : pyStr(value)
}
