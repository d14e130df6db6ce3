import { Trash2 } from 'lucide-react'
import type { Command } from '../../core/commands/index.ts'
import type { Analysis, EdgeView, StageView } from '../../core/contract/analysis.ts'
import { Facts, longList, stageLabel } from '../panel/index.ts'
import { edgeById, type Selection, stageById } from '../state/index.ts'
import { Button } from '../ui/index.ts'
import type { FormHost } from './form-host.ts'

/** Several things at once: what they are and sum up to, and what can be done with them all. */
export function ManyForm(props: { readonly host: FormHost; readonly multi: readonly Selection[] }) {
  const { host, multi } = props
  const { analysis } = host
  const stages = multi.flatMap(item => (item.kind === 'stage' ? (stageById(analysis, item.id) ?? []) : []))
  const edges = multi.flatMap(item => (item.kind === 'edge' ? (edgeById(analysis, item.id) ?? []) : []))
  const removable = deletions(stages, edges)
  return (
    <>
      <header className="sw-inspector-head">
        <h2>{multi.length} selected</h2>
        <Facts items={factsOf(analysis, stages, edges)} />
        <div className="sw-inspector-actions">
          <Button
            small
            tone="danger"
            icon={<Trash2 size={13} />}
            disabled={host.disabled || removable.length === 0}
            onClick={() => {
              if (host.dispatchAll(`Delete ${removable.length} things`, removable)) host.onSelect(null)
            }}
          >
            Delete all
          </Button>
        </div>
      </header>
      <ul className="sw-form-links">
        {longList(stages, stage => (
          <li key={stage.id}>
            <button
              type="button"
              className="sw-form-link"
              onClick={() => host.onSelect({ kind: 'stage', id: stage.id })}
            >
              Stage {stageLabel(stage)}
            </button>
          </li>
        ))}
        {longList(edges, edge => (
          <li key={edge.id}>
            <button
              type="button"
              className="sw-form-link"
              onClick={() => host.onSelect({ kind: 'edge', id: edge.id })}
            >
              Edge {edge.from} → {edge.to} <span className="sw-muted">{edge.connectorName}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Edges that go with a removed stage need no command of their own. */
function deletions(stages: readonly StageView[], edges: readonly EdgeView[]): readonly Command[] {
  const gone = new Set(stages.map(stage => stage.id))
  return [
    ...edges
      .filter(edge => edge.origin !== 'pipeline' && !gone.has(edge.from) && !gone.has(edge.to))
      .map(({ from, to }) => ({ type: 'disconnect', from, to }) as const),
    ...stages
      .filter(stage => stage.origin === 'file')
      .map(stage => ({ type: 'removeStage', id: stage.id }) as const),
  ]
}

function factsOf(
  analysis: Analysis,
  stages: readonly StageView[],
  edges: readonly EdgeView[],
): readonly (readonly [string, string])[] {
  const ids = new Set(stages.map(stage => stage.id))
  const inner = analysis.edges.filter(edge => ids.has(edge.from) && ids.has(edge.to)).length
  const workers = stages.reduce((sum, stage) => sum + stage.worldSize * stage.replicas, 0)
  const devices = new Set(stages.flatMap(stage => stage.devices ?? []))
  const classes = [...new Set(edges.map(edge => edge.connectorName))]
  return [
    ...(stages.length === 0
      ? []
      : ([
          ['Stages', String(stages.length)],
          ['Edges between them', String(inner)],
          ['Workers', String(workers)],
          ['Devices', devices.size === 0 ? 'not set' : [...devices].sort().join(', ')],
        ] as const)),
    ...(edges.length === 0
      ? []
      : ([
          ['Edges', String(edges.length)],
          ['Connectors', classes.join(', ')],
        ] as const)),
  ]
}
