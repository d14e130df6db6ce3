import type { Analysis } from '../../../core/contract/analysis.ts'
import type { EffectiveConfig } from '../../../core/contract/effective.ts'
import type { ParsedDocument } from '../../../core/document/types.ts'
import { type Parcel, partsToHandOver } from './format.ts'
import { pack, type Singles } from './pack.ts'
import { unpack } from './unpack.ts'

type HeavyConfig = 'transferInput' | 'merged' | 'topLevel' | 'stages'

type HeavyGraph = 'stages' | 'edges' | 'transfer'

/** What of an analysis grows with every line of the text; the window looks at a small part of it. */
interface Heavy extends Pick<ParsedDocument, 'root' | 'value'>, Pick<Analysis, HeavyGraph> {
  readonly config: Pick<EffectiveConfig, HeavyConfig>
}

/** An analysis on its way from the worker to the window, without its text, which the window has. */
export interface AnalysisParcel {
  readonly light: Omit<Analysis, 'document' | 'effective' | HeavyGraph>
  readonly document: Omit<ParsedDocument, 'text' | 'root' | 'value'>
  readonly effective: Omit<EffectiveConfig, HeavyConfig>
  readonly heavy: Parcel
}

/** The shapes of places, entries, single values and sources: by the million, and nobody compares two by identity. */
const SINGLE: Singles = [
  ['start', 'end'],
  ['key', 'keyValue', 'keyRange', 'node', 'via'],
  ['kind', 'style', 'range', 'value'],
  ['provenance', 'file', 'path', 'range'],
]

export function packAnalysis(analysis: Analysis): AnalysisParcel {
  const { document, effective, stages, edges, transfer, ...light } = analysis
  const { text: _, root, value, ...aboutDocument } = document
  const { transferInput, merged, topLevel, stages: ofStages, ...aboutEffective } = effective
  const config = { transferInput, merged, topLevel, stages: ofStages }
  const heavy: Heavy = { root, value, stages, edges, transfer, config }
  return { light, document: aboutDocument, effective: aboutEffective, heavy: pack(heavy, SINGLE) }
}

export const transferOf = ({ heavy }: AnalysisParcel): Transferable[] => partsToHandOver(heavy)

/** The analysis of `text`; its tree, its graph and its effective values are made as they are looked at. */
export function openAnalysis({ light, document, effective, heavy }: AnalysisParcel, text: string): Analysis {
  // What packAnalysis has packed.
  const parts = unpack(heavy) as Heavy
  return {
    ...light,
    get stages() {
      return parts.stages
    },
    get edges() {
      return parts.edges
    },
    get transfer() {
      return parts.transfer
    },
    document: {
      ...document,
      text,
      get root() {
        return parts.root
      },
      get value() {
        return parts.value
      },
    },
    effective: {
      ...effective,
      get transferInput() {
        return parts.config.transferInput
      },
      get merged() {
        return parts.config.merged
      },
      get topLevel() {
        return parts.config.topLevel
      },
      get stages() {
        return parts.config.stages
      },
    },
  }
}
