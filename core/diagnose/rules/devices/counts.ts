import { parseDocument } from '../../../document/index.ts'
import {
  findFlag,
  flagInteger,
  flagValue,
  type LaunchProcess,
  stageOfProcess,
} from '../../../launch/index.ts'
import { dictGet, dictHas, isDict, isInt, pyStr } from '../../../value/index.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { countWords, listWords } from '../../words.ts'
import { fits, type StageDevices, stageDevices, worldWords } from './stage-devices.ts'

const TP = 'tensor_parallel_size'
const TP_FLAG = '--tensor-parallel-size'

/** What is wrong with a count that cannot be split among the replicas is DEV-3's. */
const isSplit = (count: number, replicas: number): boolean => replicas <= 1 || count % replicas === 0

function wrongCount(view: RuleView, { ids, place, stage }: StageDevices): readonly FindingDraft[] {
  if (ids === null || !isSplit(ids.length, stage.replicas)) return []
  const { replicas, worldSize } = stage
  const count = ids.length
  if (fits(count, worldSize, replicas)) return []
  const idle = replicas === 1 && count > worldSize
  const needed =
    replicas === 1
      ? countWords(worldSize, 'device')
      : `${countWords(worldSize, 'device')} as a template or ${worldSize * replicas} for all ${replicas} replicas`
  return [
    {
      message: `Stage ${stage.id} names ${countWords(count, 'device')} (${listWords(ids)}) and needs ${needed} (${worldWords(stage)}). ${idle ? `Remove ${count - worldSize} of them, or raise the TP size.` : `Name ${needed}, or change the TP size.`}`,
      arithmetic: `${count} is not ${replicas === 1 ? '' : `${worldSize} or `}${replicas} × ${worldSize} = ${replicas * worldSize}`,
      ...(idle && view.target !== '2026-09'
        ? { severity: 'warning' as const, consequence: 'wastes' as const }
        : {}),
      place,
      stages: [stage.id],
    },
  ]
}

export const COUNT: Rule = {
  code: 'DEV-1',
  family: 'devices',
  title: 'Number of devices',
  explanation:
    'A replica takes `TP × PP × local DP` devices in a language-model stage, and the product of all parallel degrees in a diffusion stage. `devices` has to name that many, or that many for each replica. With fewer the engine fails when it makes its workers. With more the rest stays idle, and the newest runtime refuses it.',
  source: 'set_stage_devices, split_devices_for_replicas; #5003, PR 5742',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view => stageDevices(view).flatMap(stage => wrongCount(view, stage)),
}

/** Stages whose TP size `--stage-overrides` sets, which beats the global flag. */
function overridden(view: RuleView, process: LaunchProcess): ReadonlySet<string> {
  const texts = [view.context.stageOverrides, flagValue(process, '--stage-overrides')]
  return new Set(
    texts.flatMap(text => {
      const document = text == null ? null : parseDocument(text, { fileName: 'stage-overrides.json' })
      if (document === null || !document.ok || !isDict(document.value)) return []
      return [...document.value].flatMap(([id, fields]) =>
        isDict(fields) && dictHas(fields, TP) ? [pyStr(id)] : [],
      )
    }),
  )
}

/** A stage whose own sizes fit its devices and that the global TP size spoils; null = the flag is not to blame. */
function spoilt(view: RuleView, item: StageDevices, size: number): number | null {
  const { ids, stage } = item
  if (ids === null || stage.tensorParallelSize === size) return null
  const parallel = view.field(stage.id, 'parallel_config')
  if (isDict(parallel?.value) && isInt(dictGet(parallel.value, TP))) return null
  const world = (stage.worldSize / stage.tensorParallelSize) * size
  return fits(ids.length, stage.worldSize, stage.replicas) && !fits(ids.length, world, stage.replicas)
    ? world
    : null
}

function globalTp(view: RuleView, process: LaunchProcess): readonly FindingDraft[] {
  const size = flagInteger(process, TP_FLAG)
  if (size === null || size < 1 || stageOfProcess(process) !== null) return []
  const settled = overridden(view, process)
  const victims = stageDevices(view).flatMap(item => {
    const world = settled.has(item.stage.id) ? null : spoilt(view, item, size)
    return world === null ? [] : [{ ...item, world }]
  })
  const [first, ...others] = victims
  if (first === undefined) return []
  const overrides = Object.fromEntries(
    victims.map(({ stage }) => [stage.id, { [TP]: stage.tensorParallelSize }]),
  )
  const written = findFlag(process, TP_FLAG)?.written ?? TP_FLAG
  return [
    {
      message: `${written} ${size} of the launch command applies to every stage, and then ${listWords(victims.map(({ ids, stage, world }) => `stage ${stage.id} needs ${countWords(world, 'device')} and has ${ids?.length ?? 0}`))}. Keep the flag and add --stage-overrides '${JSON.stringify(overrides)}', or drop the flag and set the TP size in the file.`,
      arithmetic: victims
        .map(
          ({ ids, stage, world }) =>
            `stage ${stage.id}: ${ids?.length ?? 0} is not ${stage.replicas} × ${world}`,
        )
        .join('; '),
      place: first.place,
      stages: victims.map(({ stage }) => stage.id),
      related: others.map(({ place, stage }) => ({ ...place, message: `Stage ${stage.id} too` })),
    },
  ]
}

export const GLOBAL_TP: Rule = {
  code: 'DEV-2',
  family: 'devices',
  title: 'TP size for all stages at once',
  explanation:
    'Engine flags of the launch command apply to every stage, and they win over the file. A `--tensor-parallel-size` that is meant for the large stage asks the small ones for as many devices, which they do not have. `--stage-overrides` wins over the flag; the message gives the JSON. The flag is blamed only where a stage’s devices fit its own sizes and not those of the flag.',
  source: '#5003, PR 5742, #5729',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: view => view.launch.processes.flatMap(process => globalTp(view, process)),
}
