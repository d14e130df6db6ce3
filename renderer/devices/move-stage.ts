import type { Analysis, StageView } from '../../core/contract/analysis.ts'
import { fail, ok, type Result } from '../../core/contract/result.ts'
import { applyEdits, nodeAt, type Path, parseDocument } from '../../core/document/index.ts'
import { editDocument } from '../../core/document/splice/index.ts'
import type { HostInventory } from '../../core/inventory/index.ts'
import { placementOf } from '../../core/inventory/index.ts'
import { fieldsFor } from '../../core/schema/index.ts'
import { LONE_HOST, NOT_PLACED, type RackCard, type RackShare } from './rack.ts'

/** What is moved: one share of a card, or a stage that has no devices yet. */
export type Moved =
  | { readonly kind: 'share'; readonly share: RackShare; readonly from: RackCard }
  | { readonly kind: 'stage'; readonly stage: string }

export const movedStage = (moved: Moved): string => (moved.kind === 'share' ? moved.share.stage : moved.stage)

/** The stage's new `devices`, as text; the reason when the move can't be written. */
export function devicesAfter(
  stage: StageView,
  moved: Moved,
  to: RackCard,
  visible: readonly string[] | null,
): Result<string> {
  const id = visible === null ? to.physical : String(visible.indexOf(to.physical))
  if (id === '-1')
    return fail(
      'not-visible',
      `GPU ${to.physical} is not among the visible devices of ${to.host} (${visible?.join(', ')}).`,
    )
  if (moved.kind === 'stage') return firstDevices(stage, id)
  const { position } = moved.share
  const written = stage.devices ?? []
  if (position === null)
    return fail(
      'template',
      `The devices of stage ${stage.id} are a template for all its replicas. Write one id for each of its ${stage.worldSize * stage.replicas} ranks first.`,
    )
  const other = written.indexOf(id)
  // Where the stage is on that card already, the two ranks change places.
  const next = written.map((before, index) =>
    index === position ? id : index === other ? moved.share.yamlId : before,
  )
  return ok(next.join(','))
}

/** Neighbouring cards from the chosen one on, one for each rank. */
function firstDevices(stage: StageView, id: string): Result<string> {
  const ranks = stage.worldSize * stage.replicas
  const first = Number(id)
  if (!Number.isInteger(first))
    return ranks === 1 ? ok(id) : fail('no-index', `Write the devices of stage ${stage.id} by hand.`)
  return ok(Array.from({ length: ranks }, (_, rank) => String(first + rank)).join(','))
}

/**
 * Where `devices` of a stage is written, or would be: the layer that wins where that is in this text (a platform's
 * section, the older `runtime` form), else the dialect's own place.
 */
export function devicesPath(analysis: Analysis, stage: StageView): Path | null {
  const winner = analysis.effective.stages
    .find(({ id }) => id === stage.id)
    ?.fields.find(({ key }) => key === 'devices')
  if (winner !== undefined && winner.source.range !== null) return winner.source.path
  if (stage.path === null) return null
  const older = [...stage.path, 'runtime', 'devices']
  if (nodeAt(analysis.document, older) !== null) return older
  const dialect = analysis.document.dialect === 'legacy' ? 'legacy' : 'deploy'
  const info = fieldsFor('stage', dialect, analysis.target).find(({ key }) => key === 'devices')
  return [...stage.path, ...(info?.path ?? ['devices'])]
}

/** The inventory's text with the stage placed on another host; null when it is there already or none is needed. */
export function placeOnHost(
  hostsText: string | undefined,
  inventory: HostInventory | null,
  moved: Moved,
  to: RackCard,
): Result<string | null> {
  if (inventory === null || hostsText === undefined || to.host === LONE_HOST) return ok(null)
  if (to.host === NOT_PLACED) return fail('not-placed', 'Drop the stage on a host of the inventory.')
  const stage = movedStage(moved)
  const placement = placementOf(inventory, stage)
  const hosts = placement?.hosts ?? []
  const replica = moved.kind === 'share' ? moved.share.replica : 0
  if (hosts.length > 0 && hosts[replica % hosts.length] === to.host) return ok(null)
  const next =
    hosts.length <= 1
      ? to.host
      : hosts.map((host, index) => (index === replica % hosts.length ? to.host : host))
  const document = parseDocument(hostsText)
  const written = nodeAt(document, ['stages', stage])
  const path = written?.kind === 'map' ? ['stages', stage, 'host'] : ['stages', stage]
  const edits = editDocument(document, draft => draft.set(path, next))
  return edits.ok ? ok(applyEdits(hostsText, edits.value)) : edits
}
