import type { BenchMode, BenchOptions, DrillKind } from '../../core/bench/types.ts'
import { DECIMAL_SIZES, SWEEP_SIZES } from '../../core/payload/index.ts'

export const MODES: readonly { readonly value: BenchMode; readonly label: string; readonly about: string }[] =
  [
    { value: 'ping', label: 'Ping', about: 'Each edge alone, one payload after another.' },
    {
      value: 'flow',
      label: 'Flow',
      about: 'Requests through the whole graph in order, with compute at each stage.',
    },
    { value: 'sweep', label: 'Sweep', about: 'Each edge alone, over a range of payload sizes.' },
    { value: 'load', label: 'Load', about: 'Many requests in flight through the whole graph.' },
    { value: 'drill', label: 'Drill', about: 'Breaks something on purpose and watches what follows.' },
  ]

export const DRILLS: readonly { readonly value: DrillKind; readonly label: string }[] = [
  { value: 'kill-producer', label: 'Kill the producer' },
  { value: 'kill-consumer', label: 'Kill the consumer' },
  { value: 'stall', label: 'Stall a stage' },
  { value: 'withhold-terminal', label: 'Withhold the last chunk' },
  { value: 'fill-shm', label: 'Fill shared memory' },
  { value: 'occupy-port', label: 'Occupy a port' },
  { value: 'wrong-sender-host', label: 'Wrong sender_host' },
  { value: 'oversized', label: 'Payload larger than the pool' },
]

export const drillLabel = (drill: DrillKind): string =>
  DRILLS.find(item => item.value === drill)?.label ?? drill

export const SIZE_SETS = [
  { value: 'powers', label: '1 KiB to 1 GiB, powers of four', sizes: SWEEP_SIZES },
  {
    value: 'small',
    label: '1 KiB to 16 MiB, powers of four',
    sizes: SWEEP_SIZES.filter(size => size <= 2 ** 24),
  },
  { value: 'decimal', label: '1, 10, 100 MB and 1 GB', sizes: DECIMAL_SIZES },
] as const

export type SizeSet = (typeof SIZE_SETS)[number]['value'] | 'own'

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, index) => size === b[index])

/** Which named set of sizes is chosen; all powers when none is. */
export function sizeSet(sizes: BenchOptions['sizes']): SizeSet {
  if (sizes === undefined) return 'powers'
  return SIZE_SETS.find(set => same(set.sizes, sizes))?.value ?? 'own'
}
