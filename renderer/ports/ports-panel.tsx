import { useCallback, useMemo } from 'react'
import type { Analysis } from '../../core/contract/analysis.ts'
import { nodeAt } from '../../core/document/index.ts'
import { basePathOf, freeBaseFor, isBaseWritable } from '../../core/ports/free-base.ts'
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
  const openOverlay = useWorkbench(state => state.openOverlay)
  const { inventory } = useInventory()
  const rows = useMemo(() => portRows(analysis, inventory, machine), [analysis, inventory, machine])
  const freeBase = useCallback(
    ({ endpoint }: PortRow) =>
      isBaseWritable(analysis.document, endpoint.path)
        ? freeBaseFor(endpoint, analysis.ports.endpoints, machine)
        : null,
    [analysis, machine],
  )
  return (
    <PortsView
      rows={rows}
      problems={analysis.ports.problems}
      refused={analysis.transfer.ok ? null : analysis.transfer.error.message}
      freeBase={freeBase}
      onReveal={reveal}
      onMove={moveBase}
      isFromEnvironment={({ endpoint }) => readsEnvironment(analysis, endpoint)}
      onEnvironment={() => openOverlay('environment')}
      onCsv={shown => void keep('ports.csv', portsCsv(shown))}
      onFirewall={shown => void keep('firewall.txt', firewallList(shown))}
    />
  )
}

function readsEnvironment({ document }: Analysis, { path }: PortRow['endpoint']): boolean {
  const written = nodeAt(document, basePathOf(path))?.value
  return typeof written === 'string' && written.includes('$')
}

function moveBase({ endpoint }: PortRow, base: number): void {
  useWorkbench.getState().dispatch({ type: 'setField', path: basePathOf(endpoint.path), value: base })
}

async function keep(name: string, text: string): Promise<void> {
  const { host, app, notify } = useWorkbench.getState()
  const saved = await saveText(host, app, name, text)
  if (saved !== null) notify(saved.message, { tone: saved.ok ? 'success' : 'error' })
}
