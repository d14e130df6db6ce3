import { placementOf } from '../../../inventory/index.ts'
import { hasFlag, type LaunchProcess, stageOfProcess } from '../../../launch/index.ts'
import { visibleFrom } from '../../devices.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listWords } from '../../words.ts'

/** A process that runs one stage, with the cards it takes. */
interface StageProcess {
  readonly process: LaunchProcess
  readonly stage: string
  readonly host: string | null
  readonly cards: readonly string[]
}

/** Indices into the visible devices; a list that they do not fit gives all of them, as the runtime falls back to. */
function cardsOf(visible: readonly string[] | null, devices: readonly string[] | null): readonly string[] {
  if (visible === null) return devices ?? []
  const mapped = (devices ?? []).map(id => visible[Number(id)])
  const known = mapped.filter(card => card !== undefined)
  return known.length === mapped.length && known.length > 0 ? known : visible
}

function stageProcesses(view: RuleView): readonly StageProcess[] {
  return view.launch.processes.flatMap(process => {
    const stage = stageOfProcess(process)
    if (stage === null) return []
    const placed = view.hosts === null ? null : (placementOf(view.hosts, stage)?.hosts[0] ?? null)
    const visible = visibleFrom(process.env) ?? visibleFrom(view.context.env ?? {})
    const cards = cardsOf(visible, view.stageById.get(stage)?.devices ?? null)
    return [{ process, stage, host: process.host ?? placed, cards }]
  })
}

/** True where neither the flag nor the file that the process reads gives its share. */
function hasNoShare(view: RuleView, { process, stage }: StageProcess): boolean {
  if (hasFlag(process, '--gpu-memory-utilization')) return false
  const field = view.field(stage, 'gpu_memory_utilization')
  const written = field !== null && field.source.provenance !== 'default'
  return !(written && hasFlag(process, '--deploy-config'))
}

function sharing(view: RuleView): readonly FindingDraft[] {
  const processes = stageProcesses(view)
  return processes.flatMap((later, index) =>
    processes.slice(0, index).flatMap(earlier => {
      if (earlier.stage === later.stage || earlier.host !== later.host) return []
      const shared = later.cards.filter(card => earlier.cards.includes(card))
      const without = [earlier, later].filter(process => hasNoShare(view, process))
      if (shared.length === 0 || without.length === 0) return []
      return {
        message: `Stages ${earlier.stage} and ${later.stage} are started as processes of their own on GPU ${listWords(shared)}, and ${listWords(without.map(({ stage, process }) => `stage ${stage} (line ${process.line})`))} takes the default share of the bundled file. Give each process --gpu-memory-utilization so that the sum stays below 0.95.`,
        arithmetic: `GPU ${listWords(shared)}: ${[earlier, later].map(item => `stage ${item.stage} ${hasNoShare(view, item) ? 'default' : 'set'}`).join(' + ')}`,
        place: { path: view.stageById.get(later.stage)?.path ?? [], elsewhere: true },
        stages: [earlier.stage, later.stage],
      }
    }),
  )
}

export const HEADLESS: Rule = {
  code: 'MEM-6',
  family: 'memory',
  title: 'Stage processes that share a GPU by default',
  explanation:
    'With `--stage-id` every stage is a process of its own, and one that is given neither `--gpu-memory-utilization` nor a deploy file that sets it takes the share of the bundled file, often 0.9. Two such processes on one card do not fit. Decided from the launch command, one line per process, with `CUDA_VISIBLE_DEVICES` in front of it.',
  source: '#3135',
  targets: SINCE_JULY_2026,
  severity: 'warning',
  consequence: 'raises',
  check: sharing,
}
