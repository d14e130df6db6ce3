import { useMemo } from 'react'
import type { Analysis } from '../../core/contract/analysis.ts'
import { fail, ok, type Result } from '../../core/contract/result.ts'
import { type Launch, visibleDevices } from '../../core/diagnose/devices.ts'
import type { Path } from '../../core/document/types.ts'
import { placementOf } from '../../core/inventory/index.ts'
import { parseLaunch } from '../../core/launch/index.ts'
import { NoFile, useInventory } from '../panel/index.ts'
import { stageById, useWorkbench } from '../state/index.ts'
import { EmptyState } from '../ui/index.ts'
import { DevicesView } from './devices-view.tsx'
import { devicesAfter, devicesPath, type Moved, movedStage, placeOnHost } from './move-stage.ts'
import { buildRack, type RackCard } from './rack.ts'

/** Which stage takes how much of which GPU. */
export function DevicesPanel() {
  const open = useWorkbench(state => state.document !== null)
  const analysis = useWorkbench(state => state.lastGood ?? state.analysis)
  if (!open) return <NoFile>Open a file to see here which stage takes how much of which GPU.</NoFile>
  return analysis === null ? <EmptyState title="Reading the file …" /> : <Devices analysis={analysis} />
}

function Devices({ analysis }: { readonly analysis: Analysis }) {
  const { inventory, problems } = useInventory()
  const selection = useWorkbench(state => state.selection)
  const select = useWorkbench(state => state.select)
  const openOverlay = useWorkbench(state => state.openOverlay)
  const context = useWorkbench(state => state.context)
  const launch = useMemo<Launch>(
    () => ({ hosts: inventory, launch: parseLaunch(context.command ?? ''), context }),
    [inventory, context],
  )
  const rack = useMemo(() => buildRack(analysis, launch), [analysis, launch])
  return (
    <DevicesView
      rack={rack}
      hasInventory={inventory !== null}
      inventoryProblems={problems.map(problem => problem.message)}
      selected={selection?.kind === 'stage' ? selection.id : null}
      onMove={(moved, to) => move(analysis, launch, moved, to)}
      onSelect={id => select({ kind: 'stage', id })}
      onHosts={() => openOverlay('hosts')}
    />
  )
}

interface PlannedMove {
  readonly path: Path
  readonly written: string
  readonly devices: string
  /** The inventory's new text; null when the host stays. */
  readonly hostsText: string | null
}

function planMove(analysis: Analysis, launch: Launch, moved: Moved, to: RackCard): Result<PlannedMove> {
  const stage = stageById(analysis, movedStage(moved))
  const path = stage === null ? null : devicesPath(analysis, stage)
  if (stage === null || path === null)
    return fail('not-in-file', 'The file does not hold this stage; add it to the file first.')
  const devices = devicesAfter(stage, moved, to, visibleAt(launch, stage.id, to.host))
  if (!devices.ok) return devices
  const placed = placeOnHost(launch.context.hostsText, launch.hosts, moved, to)
  if (!placed.ok) return placed
  const written = (stage.devices ?? []).join(',')
  return ok({ path, written, devices: devices.value, hostsText: placed.value })
}

/** What the stage's launcher would see on a host; null = all of its devices. */
function visibleAt(launch: Launch, stage: string, hostName: string): readonly string[] | null {
  const host = launch.hosts?.hosts.find(({ name }) => name === hostName)
  const own = launch.hosts === null ? null : placementOf(launch.hosts, stage)?.visibleDevices
  return own ?? host?.visibleDevices ?? visibleDevices({ ...launch, hosts: null })(stage, 0)
}

function move(analysis: Analysis, launch: Launch, moved: Moved, to: RackCard): void {
  const { context, setContext, dispatch, notify } = useWorkbench.getState()
  const plan = planMove(analysis, launch, moved, to)
  if (!plan.ok) {
    notify(plan.error.message, { tone: 'warning' })
    return
  }
  const { path, written, devices, hostsText } = plan.value
  const textBefore = useWorkbench.getState().text
  const done = written === devices || dispatch({ type: 'setField', path, value: devices })
  if (!done || hostsText === null) return
  setContext({ hostsText })
  offerUndo(movedStage(moved), to, context.hostsText, textBefore)
}

/** The inventory is beside the file, so the file's history can't take a move between hosts back by itself. */
function offerUndo(stage: string, to: RackCard, hostsText: string | undefined, textBefore: string): void {
  const { notify, text: textAfter, context } = useWorkbench.getState()
  const placed = context.hostsText
  const takeBack = () => {
    const state = useWorkbench.getState()
    if (state.context.hostsText !== placed || state.text !== textAfter) {
      state.notify('File or inventory has changed since the move. Take it back by hand.', { tone: 'warning' })
      return
    }
    if (textAfter !== textBefore) state.undo()
    const { hostsText: _placed, ...rest } = state.context
    state.replaceContext(hostsText === undefined ? rest : { ...rest, hostsText })
  }
  notify(
    `Stage ${stage} is placed on ${to.host} now. The inventory is kept beside the file, outside of Undo.`,
    {
      actions: [{ label: 'Undo the move', run: takeBack }],
      topic: 'move-stage',
    },
  )
}
