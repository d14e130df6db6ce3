import type { StageView } from '../../../contract/analysis.ts'
import { splitDevicesForReplicas } from '../../../resolve/replica-devices.ts'
import { setValue } from '../../fixes.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { fieldPlace, type RuleView } from '../../view.ts'
import { countWords, listWords } from '../../words.ts'
import { devicesPath, type StageDevices, stageDevices } from './stage-devices.ts'

/** Above this a list of devices is no help. */
const MOST_DEVICES = 64

/** Devices after all that the other stages name. */
function freeDevices(view: RuleView, stage: StageView): string | null {
  const count = stage.replicas * stage.worldSize
  const used = view.stages.flatMap(other => (other.id === stage.id ? [] : (other.devices ?? []))).map(Number)
  const first = Math.max(-1, ...used.filter(Number.isSafeInteger)) + 1
  return count > MOST_DEVICES
    ? null
    : Array.from({ length: count }, (_, index) => String(first + index)).join(',')
}

function giveDevices(view: RuleView, stage: StageView) {
  const path = devicesPath(view, stage.id)
  const devices = freeDevices(view, stage)
  return path === null || devices === null
    ? {}
    : { fix: () => setValue(view.document, path, devices, `Give stage ${stage.id} the devices ${devices}`) }
}

/** The place of `num_replicas`, which is the half that is written. */
function replicasPlace(view: RuleView, { place, stage }: StageDevices): Place {
  const field = view.field(stage.id, 'num_replicas')
  return field === null || field.source.provenance === 'default' ? place : fieldPlace(field)
}

function withoutDevices(view: RuleView, item: StageDevices): readonly FindingDraft[] {
  const { stage } = item
  const affected = view.target === '2026-07'
  return [
    {
      message: `Stage ${stage.id} has ${stage.replicas} replicas and names no devices: ${affected ? 'the runtime fails with IndexError when it sets up the second' : 'all of them take the first devices that the launcher sees'}. Name ${stage.worldSize * stage.replicas} devices for the pool, or ${stage.worldSize} as a template.`,
      arithmetic: `${stage.replicas} × ${stage.worldSize} = ${countWords(stage.replicas * stage.worldSize, 'device')}, none named`,
      ...(affected ? {} : { severity: 'warning' as const, consequence: 'wastes' as const }),
      place: replicasPlace(view, item),
      stages: [stage.id],
      ...giveDevices(view, stage),
    },
  ]
}

/** A list that the runtime refuses to split: its length, or a template that reaches past one replica's devices. */
function unsplittable(item: StageDevices, ids: readonly string[]): readonly FindingDraft[] {
  const { place, stage } = item
  const { replicas, worldSize } = stage
  const uneven = ids.length % replicas !== 0 && ids.length !== worldSize
  if (!uneven && ids.length !== worldSize) return []
  const split = splitDevicesForReplicas({
    stageId: stage.id,
    devices: ids.join(','),
    replicas,
    devicesPerReplica: worldSize,
  })
  if (split.ok) return []
  return [
    {
      message: uneven
        ? `Stage ${stage.id} names ${countWords(ids.length, 'device')} for ${replicas} replicas, which do not share them evenly: the runtime raises ValueError. Name ${worldSize * replicas} (${worldSize} each), or ${worldSize} as a template.`
        : `Stage ${stage.id} names ${countWords(ids.length, 'device')} (${listWords(ids)}), the number of one replica, so the list is a template and may only hold 0 to ${worldSize - 1}: the runtime raises ValueError. Name ${worldSize * replicas} devices for all ${replicas} replicas instead.`,
      arithmetic: uneven
        ? `${ids.length} % ${replicas} = ${ids.length % replicas}, must be 0`
        : `${listWords(ids)} not in [0, ${worldSize})`,
      place,
      stages: [stage.id],
    },
  ]
}

export const REPLICAS: Rule = {
  code: 'DEV-3',
  family: 'devices',
  title: 'Devices of replicas',
  explanation:
    'The replicas of a stage get their devices from one list: one as long as all replicas need is cut into slices, one as long as a single replica needs is a template that moves on by its length and holds offsets from 0. Any other length raises ValueError. Without `devices` the runtime of July 2026 fails with IndexError (#5444), and the others start all replicas on the same devices.',
  source: 'split_devices_for_replicas; #5444, PR 5445',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view =>
    stageDevices(view).flatMap(item => {
      if (item.stage.replicas <= 1) return []
      if (item.unset) return withoutDevices(view, item)
      return item.ids === null ? [] : unsplittable(item, item.ids)
    }),
}
