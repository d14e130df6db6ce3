import { type DeviceUse, devicesOf, findHost } from '../../../inventory/index.ts'
import { stageOfProcess } from '../../../launch/index.ts'
import { isInt, pyStr } from '../../../value/index.ts'
import { visibleDevices, visibleFrom } from '../../devices.ts'
import { setValue } from '../../fixes.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { countWords, listWords } from '../../words.ts'
import { devicesPath, type StageDevices, stageDevices } from './stage-devices.ts'

const INDEX = /^\d+$/

function duplicates({ ids, place, stage }: StageDevices): readonly FindingDraft[] {
  const known = (ids ?? []).filter(id => INDEX.test(id)).map(id => String(Number(id)))
  const seen = new Set<string>()
  const twice = [...new Set(known.filter(id => seen.size === seen.add(id).size))]
  if (twice.length === 0) return []
  return [
    {
      message: `Stage ${stage.id} names device ${listWords(twice)} more than once: two of its workers would share the card. Name each device once.`,
      arithmetic: `${known.length} named, ${new Set(known).size} different`,
      place,
      stages: [stage.id],
    },
  ]
}

/** Ids that are no index: names and UUIDs are no positions in the list of visible devices. */
function notIndices(visible: readonly string[] | null, item: StageDevices): readonly FindingDraft[] {
  const strange = (item.ids ?? []).filter(id => !INDEX.test(id))
  if (strange.length === 0) return []
  const negative = strange.filter(id => /^-\d+$/.test(id))
  if (visible === null && negative.length === 0) return []
  return [
    {
      message: `Stage ${item.stage.id} names ${listWords(strange)} as ${strange.length === 1 ? 'a device' : 'devices'}: they are positions among the visible devices, counted from 0, and the runtime raises ValueError for anything else. Write the positions.`,
      place: item.place,
      stages: [item.stage.id],
    },
  ]
}

/** True where the stage's own process narrows its devices; some runtimes then take those that are visible. */
const isOwnProcess = (view: RuleView, stage: string): boolean =>
  view.launch.processes.some(
    process => stageOfProcess(process) === stage && visibleFrom(process.env) !== null,
  )

interface Sight {
  /** Where the devices that can be seen come from, as part of a sentence. */
  readonly words: string
  readonly count: number
}

/** What bounds the indices of a use; null = nothing that is known. */
function sightOf(view: RuleView, use: DeviceUse): Sight | null {
  if (use.visible !== null) return { words: `visible (${listWords(use.visible)})`, count: use.visible.length }
  const gpus =
    view.hosts === null || use.host === null ? null : (findHost(view.hosts, use.host)?.gpus ?? null)
  return gpus === null ? null : { words: `in ${use.host}`, count: gpus.length }
}

function beyond(view: RuleView, uses: readonly DeviceUse[], item: StageDevices): readonly FindingDraft[] {
  const found = uses.flatMap(use => {
    const sight = sightOf(view, use)
    return sight !== null && INDEX.test(use.yamlId) && Number(use.yamlId) >= sight.count
      ? [{ use, sight }]
      : []
  })
  const [first] = found
  if (first === undefined) return []
  const { sight, use } = first
  const needed = uses.filter(other => other.replica === use.replica).length
  const mayFallBack = isOwnProcess(view, item.stage.id) && needed <= sight.count
  const ids = [...new Set(found.map(entry => entry.use.yamlId))]
  return [
    {
      message: `Stage ${item.stage.id} names device ${listWords(ids)}, and there ${sight.count === 1 ? 'is' : 'are'} ${countWords(sight.count, 'device')} ${sight.words}${sight.count === 0 ? '' : `, counted from 0 to ${sight.count - 1}`}. ${mayFallBack ? 'Some runtimes then take what is visible, others fail' : 'The runtime raises ValueError'}; write positions, not physical numbers.`,
      arithmetic: `${ids[0]} >= ${sight.count}`,
      ...(mayFallBack ? { severity: 'warning' as const } : {}),
      place: item.place,
      stages: [item.stage.id],
    },
  ]
}

/** An unquoted number is taken for one device, and fails where the list is split among replicas. */
function unquoted(view: RuleView, { field, place, stage }: StageDevices): readonly FindingDraft[] {
  if (field === null || !isInt(field.value) || stage.replicas <= 1) return []
  const path = devicesPath(view, stage.id)
  const text = pyStr(field.value)
  return [
    {
      message: `Stage ${stage.id} has ${stage.replicas} replicas and devices: ${text} without quotes, a number: splitting it among the replicas fails with AttributeError. Write "${text}".`,
      place,
      stages: [stage.id],
      ...(path === null
        ? {}
        : { fix: () => setValue(view.document, path, text, `Write devices as the text "${text}"`) }),
    },
  ]
}

function mapping(view: RuleView): readonly FindingDraft[] {
  const visible = visibleDevices(view)
  return stageDevices(view).flatMap(item => [
    ...duplicates(item),
    ...notIndices(visible(item.stage.id, 0), item),
    ...(item.ids === null ? [] : beyond(view, devicesOf(item.stage, view.hosts, visible), item)),
    ...unquoted(view, item),
  ])
}

export const MAPPING: Rule = {
  code: 'DEV-4',
  family: 'devices',
  title: 'Logical and physical devices',
  explanation:
    '`devices` are positions in the launcher’s list of visible devices, not physical numbers: with `CUDA_VISIBLE_DEVICES=4,5` the ids are 0 and 1 and mean the cards 4 and 5. A position past the end raises ValueError (`Stage N requires K devices, but only J devices are visible`), or, in some revisions, is dropped, so that two stages end up on one card (#4071). The visible devices come from the host inventory, the launch command or the launch environment; without them only repeated and negative ids are found. A number without quotes cannot be split among replicas.',
  source: 'set_stage_devices; #2024, #4071, #4132',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: mapping,
}
