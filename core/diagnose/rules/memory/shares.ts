import type { Fix } from '../../../contract/finding.ts'
import { type MemoryShare, memoryShare } from '../../../inventory/index.ts'
import { deviceUses } from '../../devices.ts'
import { setValue } from '../../fixes.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { fieldPlace, type RuleView, stagePlace } from '../../view.ts'
import { listWords, stageWords } from '../../words.ts'

const KEY = 'gpu_memory_utilization'
const FULL = 1
const TIGHT = 0.95
/** A smaller rest is not worth offering. */
const LEAST_SHARE = 0.05

/** What one replica of a stage takes of a card. */
interface Share extends MemoryShare {
  readonly stage: string
  readonly replica: number
}

interface Card {
  readonly host: string | null
  readonly physical: string
  readonly shares: Share[]
}

/** The share of a stage; null where it takes none. */
export function shareOf(view: RuleView, id: string): MemoryShare | null {
  const stage = view.stageById.get(id)
  return stage === undefined ? null : memoryShare(stage)
}

function cards(view: RuleView): readonly Card[] {
  const found = new Map<string, Card>()
  const counted = new Set<string>()
  for (const { host, physical, replica, stage } of deviceUses(view)) {
    const share = physical === null ? null : shareOf(view, stage)
    const once = JSON.stringify([host, physical, stage, replica])
    if (physical === null || share === null || counted.has(once)) continue
    counted.add(once)
    const key = JSON.stringify([host, physical])
    const card = found.get(key) ?? { host, physical, shares: [] }
    found.set(key, card)
    card.shares.push({ stage, replica, ...share })
  }
  return [...found.values()]
}

/** Hundredths add up wrongly in binary: 0.8 + 0.15 is 0.95, not above it. */
const sumOf = (shares: readonly Share[]): number =>
  Math.round(shares.reduce((sum, share) => sum + share.value, 0) * 1e6) / 1e6

const shareText = ({ value, assumed }: Share): string => `${value}${assumed ? ' (default)' : ''}`

const ownerText = (share: Share): string =>
  `stage ${share.stage}${share.replica > 0 ? ` replica ${share.replica}` : ''} takes ${shareText(share)}`

function placeOf(view: RuleView, stage: string): Place {
  const field = view.field(stage, KEY)
  return field === null || field.source.provenance === 'default' ? stagePlace(view, stage) : fieldPlace(field)
}

/** Lowers the last stage to what the others leave; none where that is not written in this text. */
function lower(view: RuleView, shares: readonly Share[]): Fix | null {
  const last = shares.at(-1)
  const field = last === undefined ? null : view.field(last.stage, KEY)
  if (last === undefined || field === null || field.source.file !== null || field.source.range === null)
    return null
  const [others, own] = [
    shares.filter(share => share.stage !== last.stage),
    shares.filter(share => share.stage === last.stage),
  ]
  const rest = Math.floor(((TIGHT - sumOf(others)) / own.length) * 100 + 1e-6) / 100
  if (others.length === 0 || rest < LEAST_SHARE) return null
  return setValue(view.document, field.source.path, { float: rest }, `Lower stage ${last.stage} to ${rest}`)
}

/** Cards with the same shares are one finding: a stage with TP 8 fills eight of them alike. */
function groupCards(found: readonly Card[]): readonly (readonly Card[])[] {
  const groups = new Map<string, Card[]>()
  for (const card of found) {
    const key = JSON.stringify([card.host, card.shares])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [card])
    else group.push(card)
  }
  return [...groups.values()]
}

const cardWords = (group: readonly Card[]): string => {
  const [first] = group
  const host = first?.host == null ? '' : ` of ${first.host}`
  return `GPU${group.length === 1 ? '' : 's'} ${listWords(group.map(card => card.physical))}${host} ${group.length === 1 ? 'is' : 'are each'} shared`
}

function overcommitted(view: RuleView): readonly FindingDraft[] {
  return groupCards(cards(view)).flatMap(group => {
    const shares = group[0]?.shares ?? []
    const sum = sumOf(shares)
    const last = shares.at(-1)
    if (last === undefined || shares.length < 2 || sum <= TIGHT) return []
    const over = sum > FULL
    const certain = over && !shares.some(share => share.assumed)
    const stages = [...new Set(shares.map(share => share.stage))]
    const consequence = over
      ? 'The stage that starts last finds too little free memory and fails, or runs out of it under load.'
      : 'Little is left for the CUDA contexts, graphs and pools of the processes that share it.'
    return {
      message: `${cardWords(group)}: ${listWords(shares.map(ownerText))}, together ${sum}. ${consequence} Lower one of them, or move ${stageWords([last.stage]).toLowerCase()} to another device.`,
      arithmetic: `${shares.map(shareText).join(' + ')} = ${sum} > ${over ? '1.0' : TIGHT}`,
      ...(certain ? {} : { severity: 'warning' as const }),
      ...(over ? {} : { consequence: 'wastes' as const }),
      place: placeOf(view, last.stage),
      stages,
      related: stages
        .filter(stage => stage !== last.stage)
        .map(stage => ({ ...placeOf(view, stage), message: `Stage ${stage} shares the device` })),
      fix: () => lower(view, shares),
    }
  })
}

export const SHARES: Rule = {
  code: 'MEM-1',
  family: 'memory',
  title: 'More GPU memory than there is',
  explanation:
    'Each stage takes `gpu_memory_utilization` of the whole card, whoever else is on it, and checks at its start that so much is free. The shares of all stages and replicas on one physical GPU must stay below 1.0; above 0.95 little is left for contexts, graphs and connector pools. A stage over several devices takes its share of each. LLM stages that leave the key out take 0.9, and a sum that only such a default makes too large is a warning; diffusion stages that leave it out take no share.\n\nLater runtimes cap a stage to what is free, so it may start and run out of memory afterwards.',
  source: 'engine memory check; #276, #469, #3135, PR 5031',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: overcommitted,
}
