import type { Contender, Iperf } from './contenders.ts'
import { isReached, KIB, MIB, mbText, median, sizeText, table, usText, type Verdict } from './figures.ts'
import type { ShmJob, TcpJob } from './jobs.ts'

const SHM_SIZES = [KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB, 16 * MIB, 64 * MIB, 128 * MIB]
const TCP_SIZES = [64 * KIB, MIB, 4 * MIB, 16 * MIB, 128 * MIB]
const ROUNDS = 3
/** Of what is compared closely. */
const CLOSE_ROUNDS = 7
/**
 * Payloads asked for at once, by both contenders: 4 MiB, but two at least and sixteen at most. One at a time measures
 * the wait, not the transfer; more only push each other out of the processor's cache.
 */
const windowFor = (size: number): number => Math.max(2, Math.min(16, Math.floor((4 * MIB) / size)))
/** What both contenders pull before anything is timed, so that code is compiled: of small payloads and of large ones. */
const WARMING = [
  { size: 64 * KIB, count: 12_000 },
  { size: MIB, count: 3000 },
]
const NONE = '–'

export interface Contenders {
  readonly node: Contender
  readonly python: Contender | null
  readonly prefix: string
}

export interface Section {
  readonly title: string
  readonly text: string
  readonly verdicts: readonly Verdict[]
}

/** How long one contender may take for one size in one round; a busy machine gets fewer transfers, not more time. */
const BUDGET_US = 350_000

const countFor = (us: number): number => Math.max(6, Math.min(4000, Math.floor(BUDGET_US / us)))

let serial = 0

/** Keys of a job are its own, so that nothing that one left could be read by the next. */
function fresh(prefix: string): string {
  serial += 1
  return `${prefix}-${serial}`
}

/** Put, notice, get, answer: contenders take turns within a size, and the median of all rounds counts. */
export async function sharedMemory({ node, python, prefix }: Contenders): Promise<Section> {
  const rows: string[][] = []
  const verdicts: Verdict[] = []
  for (const segments of ['fresh', 'recycled'] as const)
    await node.run({ op: 'shm', prefix: fresh(prefix), segments, size: KIB, count: 3000, warmup: 0 })
  for (const size of SHM_SIZES) {
    const times = { fresh: [] as number[], recycled: [] as number[], python: [] as number[] }
    const job = (segments: ShmJob['segments'], count: number): ShmJob => ({
      op: 'shm',
      prefix: fresh(prefix),
      segments,
      size,
      count,
      warmup: Math.min(30, count),
    })
    let count = countFor(median((await node.run(job('fresh', 4))).us))
    for (let round = 0; round < ROUNDS; round += 1) {
      times.fresh.push(...(await node.run(job('fresh', count))).us)
      times.recycled.push(...(await node.run(job('recycled', count))).us)
      times.python.push(...((await python?.run(job('fresh', count)))?.us ?? []))
      count = countFor(median(times.fresh))
    }
    const [ours, pooled, theirs] = [median(times.fresh), median(times.recycled), median(times.python)]
    rows.push([
      sizeText(size),
      usText(ours),
      usText(pooled),
      python === null ? NONE : usText(theirs),
      python === null ? NONE : `${(theirs / ours).toFixed(2)}x`,
      python === null ? NONE : `${(theirs / pooled).toFixed(2)}x`,
    ])
    if (python === null) continue
    verdicts.push({
      what: `fresh ${sizeText(size)}`,
      ratio: theirs / ours,
      goal: size === 16 * MIB ? 1.3 : 1.4,
    })
    if (size >= MIB) verdicts.push({ what: `recycled ${sizeText(size)}`, ratio: theirs / pooled, goal: 4 })
  }
  return {
    title: 'Shared memory, put to answer, process to process (median µs)',
    text: table(['size', 'fresh', 'recycled', 'Python', 'fresh/Python', 'recycled/Python'], rows),
    verdicts,
  }
}

/**
 * Rates with several payloads on their way; the receiver keeps each payload until it has the next. Contenders take
 * turns, and a ratio is the median of those of each round: what else the machine does changes from second to second.
 */
export async function tcp(contenders: Contenders, iperf: Iperf | null): Promise<Section> {
  const { node, python, prefix } = contenders
  const rows: string[][] = []
  const verdicts: Verdict[] = []
  for (const warm of WARMING) {
    const job = {
      op: 'tcp',
      prefix: fresh(prefix),
      warmup: 0,
      window: windowFor(warm.size),
      ...warm,
    } as const
    await node.run(job)
    await python?.run(job)
  }
  for (const size of TCP_SIZES) {
    const rates = { node: [] as number[], python: [] as number[], iperf: [] as number[] }
    const window = windowFor(size)
    const job = (count: number): TcpJob => ({
      op: 'tcp',
      prefix: fresh(prefix),
      size,
      count,
      warmup: window * 2,
      window,
    })
    const rateOf = async (contender: Contender, count: number): Promise<number> =>
      (size / median((await contender.run(job(count))).us)) * 1e6
    let count = countFor((size / (await rateOf(node, window * 2))) * 1e6)
    for (let round = 0; round < CLOSE_ROUNDS; round += 1) {
      rates.node.push(await rateOf(node, count))
      if (python !== null) rates.python.push(await rateOf(python, count))
      if (iperf !== null && size >= MIB) rates.iperf.push(await iperf.rate())
      count = countFor((size / median(rates.node)) * 1e6)
    }
    const [overPython, overIperf] = [ratioOf(rates.node, rates.python), ratioOf(rates.node, rates.iperf)]
    rows.push([
      sizeText(size),
      rateText(rates.node),
      rateText(rates.python),
      rateText(rates.iperf),
      overPython === null ? NONE : `${overPython.toFixed(2)}x`,
      overIperf === null ? NONE : `${overIperf.toFixed(2)}x`,
    ])
    if (overPython !== null)
      verdicts.push({ what: `TCP ${sizeText(size)}`, ratio: overPython, goal: size < MIB ? 0.8 : 1 })
    if (overIperf !== null)
      verdicts.push({
        what: `TCP ${sizeText(size)} of iperf3`,
        ratio: overIperf,
        goal: size > 16 * MIB ? 0.6 : 0.8,
      })
  }
  return {
    title: 'TCP on loopback, pulls in a row (MB/s, 10^6 bytes)',
    text: table(['size', 'bench', 'Python', 'iperf3 -l 1M', 'bench/Python', 'bench/iperf3'], rows),
    verdicts,
  }
}

const rateText = (rates: readonly number[]): string =>
  rates.length === 0 ? NONE : mbText(median(rates), 1e6)

/** Median of the rounds' ratios; null where the other did not run. */
const ratioOf = (ours: readonly number[], others: readonly number[]): number | null =>
  others.length === 0 ? null : median(ours.map((rate, round) => rate / (others[round] ?? Number.NaN)))

/** A pull of 1 KiB by its key against the same bytes to and fro over a bare socket, in turns. */
export async function roundTrip({ node, prefix }: Contenders): Promise<Section> {
  const common = { size: KIB, count: 2000, warmup: 5000 }
  const [pulls, echoes]: [number[], number[]] = [[], []]
  for (let round = 0; round < CLOSE_ROUNDS; round += 1) {
    const pull = await node.run({ op: 'tcp', prefix: fresh(prefix), window: 1, ...common })
    pulls.push(median(pull.us))
    echoes.push(median((await node.run({ op: 'echo', ...common })).us))
  }
  const ratio = ratioOf(pulls, echoes) ?? Number.NaN
  return {
    title: 'Round trip of 1 KiB (median µs)',
    text: table(
      ['connector', 'bare node:net', 'ratio'],
      [[usText(median(pulls)), usText(median(echoes)), `${ratio.toFixed(2)}x`]],
    ),
    verdicts: [{ what: '1 KiB round trip', ratio, goal: 1.3, isCeiling: true }],
  }
}

const PAYLOADS = 10_000
/** Growth below this is the collector's and the allocator's noise. */
const NOISE_BYTES = 2 * MIB

export async function memory({ node, prefix }: Contenders): Promise<Section> {
  const rows: string[][] = []
  const verdicts: Verdict[] = []
  for (const transport of ['shm', 'tcp'] as const) {
    const job = {
      op: 'memory',
      transport,
      prefix: fresh(prefix),
      size: 64 * KIB,
      count: PAYLOADS,
      warmup: 2000,
    } as const
    for (const { process, liveBytes, residentBytes } of (await node.run(job)).growth ?? []) {
      rows.push([transport, process, (liveBytes / KIB).toFixed(0), (residentBytes / KIB).toFixed(0)])
      const what = `memory of ${process}, ${transport} (live growth / ${sizeText(NOISE_BYTES)})`
      verdicts.push({ what, ratio: liveBytes / NOISE_BYTES, goal: 1, isCeiling: true })
    }
  }
  return {
    title: `Growth over ${PAYLOADS.toLocaleString('en-GB')} payloads of 64 KiB (KiB)`,
    text: table(['transport', 'process', 'live', 'resident'], rows),
    verdicts,
  }
}

export const verdictLines = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts.map(verdict => {
    const { what, ratio, goal, isCeiling } = verdict
    const bound = isCeiling === true ? 'at most' : 'at least'
    return `${isReached(verdict) ? 'reached' : 'MISSED '}  ${what}: ${ratio.toFixed(2)}, goal ${bound} ${goal}`
  })
