import { useMemo } from 'react'
import type { Analysis } from '../../core/contract/analysis.ts'
import { NoFile, saveText, useInventory } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { EmptyState } from '../ui/index.ts'
import { firewallList, portsCsv } from './port-export.ts'
import { type PortRow, portRows } from './port-rows.ts'
import { PortsView } from './ports-view.tsx'

/** Every port that the file makes the stages bind and dial. */
export function PortsPanel() {
  const open = useWorkbench(state => state.document !== null)
  const analysis = useWorkbench(state => state.lastGood ?? state.analysis)
  if (!open)
    return <NoFile>Open a file to see here every port that it makes the stages bind and dial.</NoFile>
  return analysis === null ? <EmptyState title="Reading the file …" /> : <Ports analysis={analysis} />
}

function Ports({ analysis }: { readonly analysis: Analysis }) {
  const machine = useWorkbench(state => state.context.machine)
  const reveal = useWorkbench(state => state.reveal)
  const { inventory } = useInventory()
  const rows = useMemo(() => portRows(analysis, inventory, machine), [analysis, inventory, machine])
  return (
    <PortsView
      rows={rows}
      problems={analysis.ports.problems}
      refused={analysis.transfer.ok ? null : analysis.transfer.error.message}
      machine={machine}
      onReveal={reveal}
      onMove={moveBase}
      onCsv={shown => void keep('ports.csv', portsCsv(shown))}
      onFirewall={shown => void keep('firewall.txt', firewallList(shown))}
    />
  )
}

/** The place of `zmq_port`: the endpoint's own path where it leads there, else in the definition's `extra`. */
function moveBase({ endpoint }: PortRow, base: number): void {
  const { dispatch, analysis, notify } = useWorkbench.getState()
  const { path } = endpoint
  const definition = analysis?.connectors.find(({ label }) => label === endpoint.connectorLabel)
  const place =
    path.at(-1) === 'zmq_port'
      ? path
      : definition === undefined
        ? null
        : [...definition.path, 'extra', 'zmq_port']
  if (place === null) notify('This connector is written in place; set its zmq_port there.')
  else dispatch({ type: 'setField', path: place, value: base })
}

async function keep(name: string, text: string): Promise<void> {
  const { host, app, notify } = useWorkbench.getState()
  const saved = await saveText(host, app, name, text)
  if (saved !== null) notify(saved.message, { tone: saved.ok ? 'success' : 'error' })
}
