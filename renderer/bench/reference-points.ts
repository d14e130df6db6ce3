import { gbPerSecond } from '../../core/bench/statistics.ts'

/** A transfer that was published elsewhere, on other hardware: a dot for orientation, never a target. */
export interface ReferencePoint {
  readonly label: string
  readonly source: string
  readonly sizeBytes: number
  readonly micros: number
  /** Parts of it are computed from published figures. */
  readonly derived: boolean
}

const DOCS = 'Mooncake transfer engine page'
const COMPARISON = 'PR 716, Ascend, same node'

/** Bytes and megabytes per second of a published run, as the time of one prompt's payload. */
const atRate = (label: string, sizeBytes: number, megabytesPerSecond: number): ReferencePoint => ({
  label,
  source: COMPARISON,
  sizeBytes,
  micros: sizeBytes / megabytesPerSecond,
  derived: true,
})

const BIG_PROMPT = 79_200_000
const SMALL_PROMPT = 14_700_000

export const REFERENCE_POINTS: readonly ReferencePoint[] = [
  { label: 'Mooncake store', source: DOCS, sizeBytes: 186_000_000, micros: 810_000, derived: false },
  {
    label: 'Mooncake engine, pinned pool',
    source: DOCS,
    sizeBytes: 186_000_000,
    micros: 14_000,
    derived: false,
  },
  {
    label: 'BAGEL KV over InfiniBand',
    source: 'PR 3569',
    sizeBytes: 439_491_236,
    micros: 32_300,
    derived: false,
  },
  {
    label: 'Hunyuan KV, one rank',
    source: 'issue 3595',
    sizeBytes: 220_042_915,
    micros: 141_000,
    derived: false,
  },
  {
    label: 'KV of 6,690 tokens',
    source: 'PR 2949',
    sizeBytes: 900_000_000,
    micros: 370_000,
    derived: true,
  },
  {
    label: 'Qwen3-Omni, short chat, shared memory',
    source: 'issue 602',
    sizeBytes: 748_365,
    micros: 5_890,
    derived: false,
  },
  atRate('Shared memory', BIG_PROMPT, 3203),
  atRate('Shared memory', SMALL_PROMPT, 3147),
  atRate('Mooncake', BIG_PROMPT, 1646),
  atRate('Mooncake', SMALL_PROMPT, 2153),
  atRate('Yuanrong', BIG_PROMPT, 4126),
  atRate('Yuanrong', SMALL_PROMPT, 3549),
]

export const referenceRate = (point: ReferencePoint): number => gbPerSecond(point.sizeBytes, point.micros)
