import type { StageView } from '../../../contract/analysis.ts'
import type { EffectiveField } from '../../../contract/effective.ts'
import type { Path } from '../../../document/index.ts'
import { namesDevices } from '../../../inventory/index.ts'
import type { Place } from '../../types.ts'
import { fieldPlace, type RuleView, stagePlace } from '../../view.ts'

/** A stage and what it says of its devices. */
export interface StageDevices {
  readonly stage: StageView
  /** Null where the launcher's own devices are left as they are. */
  readonly ids: readonly string[] | null
  /** True where nothing is written, as against `cpu`. */
  readonly unset: boolean
  readonly field: EffectiveField | null
  readonly place: Place
}

/** What every stage says of its devices. */
export function stageDevices(view: RuleView): readonly StageDevices[] {
  return view.stages
    .filter(stage => stage.origin !== 'ghost')
    .map(stage => {
      const found = view.field(stage.id, 'devices')
      const field = found === null || found.source.provenance === 'default' ? null : found
      return {
        stage,
        ids: field === null || !namesDevices(stage) ? null : stage.devices,
        unset: field === null || stage.devices === null,
        field,
        place: field === null ? stagePlace(view, stage.id) : fieldPlace(field),
      }
    })
}

/** Where a stage's devices are written, or would be; null for a stage that this text does not have. */
export function devicesPath(view: RuleView, stage: string): Path | null {
  const field = view.field(stage, 'devices')
  if (field !== null && field.source.file === null && field.source.range !== null) return field.source.path
  const path = view.stageById.get(stage)?.path ?? null
  return path === null ? null : [...path, ...(view.config.legacy ? ['runtime'] : []), 'devices']
}

/** The factors of a replica's devices, for the arithmetic: `TP 2 × PP 1 × DP 1 = 2`. */
export const worldWords = (stage: StageView): string =>
  stage.worldSize === stage.tensorParallelSize
    ? `TP ${stage.tensorParallelSize}`
    : `TP ${stage.tensorParallelSize} × other degrees ${stage.worldSize / stage.tensorParallelSize} = ${stage.worldSize}`

/** True for the numbers of devices that a stage of this size can be given: one replica's, or all of them. */
export const fits = (count: number, world: number, replicas: number): boolean =>
  count === world || count === world * replicas
