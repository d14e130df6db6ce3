import type { PortPurpose } from '../contract/analysis.ts'
import type { PortRule } from '../targets/index.ts'
import { type PyInt, pyInt } from '../value/index.ts'

export interface PortTerms {
  readonly base: PyInt
  readonly purpose: PortPurpose
  readonly replica: number
  readonly rank: number
  /** Id of the sender; a name counts as 0. */
  readonly from: string
}

/** `50051 + 100 + 0*1024 + 1*16 + 0 = 50167`: base, purpose, replica, rank, sender. */
export function portFormula(terms: PortTerms, rule: PortRule, port: PyInt): string {
  const stage = pyInt(terms.from)
  const parts = [
    terms.base,
    rule.purposeOffsets[terms.purpose],
    `${terms.replica}*${rule.replicaStride}`,
    `${terms.rank}*${rule.rankStride}`,
    stage.ok ? stage.value : 0,
  ]
  return `${parts.join(' + ')} = ${port}`
}

export const writtenFormula = (key: string, port: PyInt): string => `${key} as written = ${port}`
