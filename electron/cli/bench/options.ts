import { readFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseBytes } from '../../../core/bench/format.ts'
import {
  type BenchMode,
  type BenchOptions,
  DEFAULT_BENCH_OPTIONS,
  type PayloadKind,
  type PayloadSpec,
} from '../../../core/bench/types.ts'
import { usualPayloads } from '../../../core/bench/usual-payloads.ts'
import type { Analysis } from '../../../core/contract/analysis.ts'
import {
  DECIMAL_SIZES,
  PAYLOAD_PRESETS,
  parseTensor,
  payloadBytes,
  payloadPreset,
  presetSpec,
  SWEEP_SIZES,
} from '../../../core/payload/index.ts'
import { wholeNumber } from '../arguments.ts'
import { unusable } from '../output.ts'

/** What the options below give. */
export interface BenchFlags {
  readonly payload: PayloadFlag
  readonly kind?: PayloadKind
  readonly edgePayload?: Readonly<Record<string, PayloadFlag>>
  readonly requests: number
  readonly mode: Exclude<BenchMode, 'drill'>
  readonly warmup: number
  readonly repetitions: number
  readonly seed: number
  readonly integrity?: BenchOptions['integrity']
  readonly segments: BenchOptions['segments']
  readonly concurrency: number
  readonly duration?: number
  readonly loop?: BenchOptions['loop']
  readonly rate?: number
  readonly sizes?: readonly number[]
  readonly compute?: Readonly<Record<string, number>>
  readonly edges?: readonly string[]
  readonly timeout: number
  readonly affinity?: true
}

type PayloadFlag = PayloadSpec | 'catalogue'

const MAX_BYTES = 1024 ** 3

const payloadOption = (): Option =>
  new Option(
    '-p, --payload <what>',
    'size (1MiB), preset id, tensor ("[1824,4096] bf16"), file:PATH, or `catalogue` for the usual payload of every edge',
  )
    .argParser(payloadFlag)
    .default(DEFAULT_BENCH_OPTIONS.payload, '1MiB')

const segmentsOption = (): Option =>
  new Option('--segments <how>', 'shared memory as the runtime makes it, or pooled')
    .choices(['fresh', 'recycled'])
    .default('fresh')

/** What a drill can be told of its payloads. */
export type DrillPayloadFlags = Pick<BenchFlags, 'payload' | 'segments'>

export const withDrillPayload = (command: Command): Command =>
  command.addOption(payloadOption()).addOption(segmentsOption())

/** The payloads that the flags of a drill ask for. */
export const drillPayload = (
  { payload, segments }: DrillPayloadFlags,
  analysis: Analysis,
): Pick<BenchOptions, 'payload' | 'segments' | 'edgePayloads'> =>
  payload === 'catalogue'
    ? { payload: DEFAULT_BENCH_OPTIONS.payload, segments, edgePayloads: usualPayloads(analysis) }
    : { payload, segments }

/** Adds the options of a run. */
export const withBenchOptions = (command: Command): Command =>
  command
    .addOption(payloadOption())
    .addOption(
      new Option('--kind <kind>', 'form of a payload given by its size').choices([
        'bytes',
        'tensor',
        'nested',
        'list',
      ]),
    )
    .option(
      '--edge-payload <EDGE=WHAT>',
      'payload of one edge ("0->1=q3o-codec-chunk"); may be repeated',
      edgePayloadFlag,
    )
    .option(
      '-n, --requests <n>',
      'payloads per edge, or requests of a flow',
      wholeNumber(1, 10_000_000),
      DEFAULT_BENCH_OPTIONS.requests,
    )
    .addOption(
      new Option(
        '-m, --mode <mode>',
        'each edge alone, requests through the graph, payload sizes, or several at once',
      )
        .choices(['ping', 'flow', 'sweep', 'load'])
        .default('ping'),
    )
    .option(
      '--warmup <n>',
      'transfers before those that count',
      wholeNumber(0, 1_000_000),
      DEFAULT_BENCH_OPTIONS.warmup,
    )
    .option('--repetitions <n>', 'how often the whole is done', wholeNumber(1, 1000), 1)
    .option('--seed <n>', 'what the payloads are made from', wholeNumber(0, 0xffff_ffff), 1)
    .addOption(
      new Option(
        '--integrity <which>',
        'payloads whose hash is compared (default: all; in load sampled, because hashing one keeps others waiting)',
      ).choices(['all', 'sampled', 'off']),
    )
    .addOption(segmentsOption())
    .option('-c, --concurrency <n>', 'requests in flight (flow, load)', wholeNumber(1, 1024), 1)
    .option('--duration <seconds>', 'load: stop after this long', positive)
    .addOption(
      new Option('--loop <kind>', 'load: wait for requests, or start them at a rate').choices([
        'closed',
        'open',
      ]),
    )
    .option('--rate <n>', 'load: requests per second of an open loop', positive)
    .option(
      '--sizes <list>',
      'sweep: sizes, separated by commas; `powers` for 1 KiB to 1 GiB by powers of four, `decimal` for 1, 10, 100 MB and 1 GB',
      sizesFlag,
    )
    .option('--compute <STAGE=MS>', 'flow: time that a stage computes; may be repeated', computeFlag)
    .option('--edges <list>', 'only these edges, separated by commas', (text: string) =>
      text.split(',').map(edge => edge.trim()),
    )
    .option(
      '--timeout <seconds>',
      'limit of one transfer; 5 s more per full 100 MiB',
      positive,
      DEFAULT_BENCH_OPTIONS.timeoutMs / 1000,
    )
    .option('--affinity', 'keep each stage on a processor of its own (needs taskset)')

type Mode = BenchFlags['mode']

/** Flags that only some modes use: what is asked for and would not be done is refused instead. */
const ONLY_IN: readonly {
  readonly flag: string
  readonly modes: readonly Mode[]
  readonly given: (flags: BenchFlags) => boolean
}[] = [
  { flag: '--duration', modes: ['load'], given: ({ duration }) => duration !== undefined },
  { flag: '--loop', modes: ['load'], given: ({ loop }) => loop !== undefined },
  { flag: '--rate', modes: ['load'], given: ({ rate }) => rate !== undefined },
  { flag: '--concurrency', modes: ['flow', 'load'], given: ({ concurrency }) => concurrency !== 1 },
  { flag: '--compute', modes: ['flow', 'load'], given: ({ compute }) => compute !== undefined },
  { flag: '--sizes', modes: ['sweep'], given: ({ sizes }) => sizes !== undefined },
  {
    flag: '--payload',
    modes: ['ping', 'flow', 'load'],
    given: ({ payload }) => payload !== DEFAULT_BENCH_OPTIONS.payload,
  },
  {
    flag: '--edge-payload',
    modes: ['ping', 'flow', 'load'],
    given: ({ edgePayload }) => edgePayload !== undefined,
  },
]

function refuseUnused(flags: BenchFlags): void {
  const unused = ONLY_IN.find(({ modes, given }) => given(flags) && !modes.includes(flags.mode))
  if (unused === undefined) return
  const instead = flags.mode === 'sweep' ? ' A sweep goes by --sizes and --kind.' : ''
  unusable(
    `${unused.flag} is of use with --mode ${unused.modes.join(' or ')}, and this is ${flags.mode}.${instead}`,
  )
}

/** The flags as the bench takes them. An open loop is what a rate asks for; a load checks samples by default. */
export function benchOptions(flags: BenchFlags, analysis: Analysis): BenchOptions {
  refuseUnused(flags)
  const spec = (flag: PayloadSpec) => withKind(flag, flags.kind)
  const own = Object.entries(flags.edgePayload ?? {}).flatMap(([edge, flag]) =>
    flag === 'catalogue' ? [] : [[edge, spec(flag)] as const],
  )
  const edgePayloads = {
    ...(flags.payload === 'catalogue' ? usualPayloads(analysis) : {}),
    ...Object.fromEntries(own),
  }
  const loop = flags.loop ?? (flags.rate === undefined ? 'closed' : 'open')
  if (loop === 'open' && flags.rate === undefined)
    unusable('An open loop needs --rate, in requests per second.')
  return {
    mode: flags.mode,
    payload: flags.payload === 'catalogue' ? DEFAULT_BENCH_OPTIONS.payload : spec(flags.payload),
    requests: flags.requests,
    warmup: flags.warmup,
    repetitions: flags.repetitions,
    seed: flags.seed,
    integrity: flags.integrity ?? (flags.mode === 'load' ? 'sampled' : 'all'),
    segments: flags.segments,
    concurrency: flags.concurrency,
    loop,
    timeoutMs: flags.timeout * 1000,
    ...(flags.duration === undefined ? {} : { durationMs: flags.duration * 1000 }),
    ...(flags.rate === undefined ? {} : { ratePerSecond: flags.rate }),
    ...(flags.sizes === undefined ? {} : { sizes: flags.sizes }),
    ...(flags.compute === undefined ? {} : { computeMs: flags.compute }),
    ...(flags.edges === undefined ? {} : { edges: flags.edges }),
    ...(flags.affinity === undefined ? {} : { affinity: true }),
    ...(Object.keys(edgePayloads).length === 0 ? {} : { edgePayloads }),
  }
}

const withKind = (spec: PayloadSpec, kind: PayloadKind | undefined): PayloadSpec =>
  kind === undefined || spec.file !== undefined ? spec : { ...spec, kind }

/** Files are looked at before the run, so that a wrong name costs no start. */
export async function checkPayloadFiles(options: BenchOptions): Promise<void> {
  const files = [options.payload, ...Object.values(options.edgePayloads ?? {})].flatMap(
    ({ file }) => file ?? [],
  )
  for (const file of files)
    await readFile(file).catch((error: Error) => unusable(`${file} cannot be read: ${error.message}`))
}

function payloadFlag(text: string): PayloadFlag {
  if (text === 'catalogue') return 'catalogue'
  if (text.startsWith('file:')) return { kind: 'bytes', bytes: 0, file: text.slice('file:'.length) }
  const preset = payloadPreset(text)
  if (preset !== null) return presetSpec(preset)
  const bytes = parseBytes(text)
  if (bytes !== null) return { kind: 'bytes', bytes: bounded(bytes) }
  const tensor = parseTensor(text)
  const size = tensor === null ? null : payloadBytes(tensor.shape, tensor.dtype)
  if (tensor !== null && size !== null)
    return { kind: 'tensor', bytes: bounded(size), dtype: tensor.dtype, shape: tensor.shape }
  throw new InvalidArgumentError(
    `Give a size, a tensor, file:PATH, \`catalogue\`, or one of the presets ${PAYLOAD_PRESETS.map(({ id }) => id).join(', ')}.`,
  )
}

function bounded(bytes: number): number {
  if (bytes > MAX_BYTES) throw new InvalidArgumentError('A payload is at most 1 GiB.')
  return bytes
}

function edgePayloadFlag(
  text: string,
  collected: Readonly<Record<string, PayloadFlag>> = {},
): Readonly<Record<string, PayloadFlag>> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write EDGE=WHAT, for example "0->1=1MiB".')
  return { ...collected, [text.slice(0, at)]: payloadFlag(text.slice(at + 1)) }
}

function computeFlag(
  text: string,
  collected: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const at = text.indexOf('=')
  const millis = Number(text.slice(at + 1))
  if (at < 1 || !(millis >= 0 && millis <= 3_600_000))
    throw new InvalidArgumentError('Write STAGE=MS, for example 1=20.')
  return { ...collected, [text.slice(0, at)]: millis }
}

export function positive(text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new InvalidArgumentError('Give a number above 0.')
}

function sizesFlag(text: string): readonly number[] {
  if (text === 'powers') return SWEEP_SIZES
  if (text === 'decimal') return DECIMAL_SIZES
  return text.split(',').map(part => {
    const bytes = parseBytes(part)
    if (bytes === null) throw new InvalidArgumentError(`"${part}" is no size; write 64KiB or 1MB.`)
    return bounded(bytes)
  })
}
