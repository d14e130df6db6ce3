import type { Draft } from '../document/splice/index.ts'
import type { Path } from '../document/types.ts'
import { isList, type PyValue, pyStr } from '../value/index.ts'
import { listAt, pairsAt, removeAndPrune, type Sections, textOf } from './sections.ts'

export interface Side {
  readonly section: 'input_connectors' | 'output_connectors'
  readonly marker: string
}

export const INPUT: Side = { section: 'input_connectors', marker: 'from_stage_' }
export const OUTPUT: Side = { section: 'output_connectors', marker: 'to_stage_' }
export const SIDES: readonly Side[] = [INPUT, OUTPUT]

/** The stage id that a wiring key names: the runtime takes the marker out wherever it stands (5.1, step 5). */
export const peerOf = (side: Side, key: string): string => key.replaceAll(side.marker, '')

export interface Wire {
  readonly side: Side
  /** Index of the stage in the list. */
  readonly stage: number
  readonly from: string
  readonly to: string
  readonly path: Path
  readonly value: PyValue
}

/** Every wiring entry of the file, in the order in which the runtime registers them. */
export function wiresOf(draft: Draft, sections: Sections): readonly Wire[] {
  return listAt(draft, sections.stages).flatMap((item, stage) => {
    const id = textOf(item, 'stage_id')
    if (id === null) return []
    return SIDES.flatMap(side => {
      const section = [...sections.stages, stage, side.section]
      return pairsAt(draft, section).map(([key, value]): Wire => {
        const peer = peerOf(side, key)
        const [from, to] = side === INPUT ? [peer, id] : [id, peer]
        return { side, stage, from, to, path: [...section, key], value }
      })
    })
  })
}

export const wiresBetween = (draft: Draft, sections: Sections, from: string, to: string): readonly Wire[] =>
  wiresOf(draft, sections).filter(wire => wire.from === from && wire.to === to)

/** Takes wiring entries away one after the other, and their section when it is empty then. */
export function removeWires(draft: Draft, sections: Sections, gone: (wire: Wire) => boolean): void {
  for (let wire = wiresOf(draft, sections).find(gone); wire !== undefined; ) {
    removeAndPrune(draft, wire.path)
    wire = wiresOf(draft, sections).find(gone)
  }
}

/** Positions in `edges` of the items from one stage to another. */
export function edgeIndexes(draft: Draft, sections: Sections, from: string, to: string): readonly number[] {
  return listAt(draft, sections.edges).flatMap((item, index) =>
    textOf(item, 'from') === from && textOf(item, 'to') === to ? [index] : [],
  )
}

/** Takes items of `edges` away, and the list when it is empty then. */
export function removeEdgeItems(draft: Draft, sections: Sections, gone: (item: PyValue) => boolean): void {
  for (let index = listAt(draft, sections.edges).findIndex(gone); index >= 0; ) {
    removeAndPrune(draft, [...sections.edges, index])
    index = listAt(draft, sections.edges).findIndex(gone)
  }
}

/** Takes ids out of the `engine_input_source` lists of the stages that `of` selects. */
export function removeSources(
  draft: Draft,
  sections: Sections,
  of: (stageId: string | null) => boolean,
  source: string,
): void {
  for (const [stage, item] of listAt(draft, sections.stages).entries()) {
    if (!of(textOf(item, 'stage_id'))) continue
    const path = [...sections.stages, stage, 'engine_input_source']
    const sourceIndex = (): number => listAt(draft, path).findIndex(value => pyStr(value) === source)
    for (let index = sourceIndex(); index >= 0; index = sourceIndex()) removeAndPrune(draft, [...path, index])
  }
}

/** True when the consumer's `engine_input_source` names the producer. */
export function hasSource(draft: Draft, stage: Path, source: string): boolean {
  const list = draft.valueAt([...stage, 'engine_input_source'])
  return isList(list) && list.some(value => pyStr(value) === source)
}
