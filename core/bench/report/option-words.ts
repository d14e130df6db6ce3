import { formatTensor } from '../../payload/shape.ts'
import { formatBytes, formatMillis, formatNumber } from '../format.ts'
import { DRILL_TIMEOUT_MS, sweepSizes } from '../plan.ts'
import type { BenchOptions, PayloadSpec } from '../types.ts'

/** What a run was asked for, as pairs of name and value: enough to run it again. */
export function optionRows(options: BenchOptions): readonly (readonly [string, string])[] {
  const { mode } = options
  const rows: readonly (readonly [string, string])[] = [
    ['Mode', modeText(options)],
    ['Payload', mode === 'sweep' ? sweepText(options) : payloadsText(options)],
    ['Load', mode === 'load' ? loadText(options) : ''],
    ['Compute time', mode === 'flow' || mode === 'load' ? computeText(options) : ''],
    ['Time-out', timeoutText(options)],
    ['Processors', options.affinity === true ? 'each stage is kept on one' : 'as the system chooses'],
  ]
  return rows.filter(([, text]) => text !== '')
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

function modeText({ mode, requests, warmup, repetitions, seed, durationMs }: BenchOptions): string {
  if (mode === 'drill') return `drill, seed ${seed}`
  const much =
    mode === 'load' && durationMs !== undefined
      ? formatMillis(durationMs)
      : counted(requests, 'request', 'requests')
  return `${mode}, ${much}, ${counted(warmup, 'warm-up', 'warm-ups')}, ${counted(repetitions, 'repetition', 'repetitions')}, seed ${seed}`
}

/** `bytes, 1 MiB (1,048,576 B)`; with its preset, shape or file where it has one. */
export function payloadText({ kind, bytes, preset, dtype, shape, file }: PayloadSpec): string {
  if (file !== undefined) return `the file ${file}`
  const tensor =
    shape === undefined || preset !== undefined
      ? ''
      : ` ${formatTensor({ shape, dtype: dtype ?? 'float32' })}`
  const named = preset === undefined ? '' : `${preset}, `
  return `${named}${kind}${tensor}, ${formatBytes(bytes)} (${bytes.toLocaleString('en-US')} B)`
}

function payloadsText({ payload, edgePayloads = {} }: BenchOptions): string {
  const own = Object.entries(edgePayloads).map(([edge, spec]) => `; ${edge}: ${payloadText(spec)}`)
  return payloadText(payload) + own.join('')
}

const sweepText = (options: BenchOptions): string =>
  `${options.payload.kind} of ${sweepSizes(options).map(formatBytes).join(', ')}`

const loadText = ({ concurrency, loop, ratePerSecond }: BenchOptions): string =>
  loop === 'open'
    ? `open loop, ${formatNumber(ratePerSecond ?? 0)} requests per second`
    : `closed loop, ${concurrency.toLocaleString('en-US')} in flight`

const computeText = ({ computeMs = {} }: BenchOptions): string => {
  const stages = Object.entries(computeMs).map(([stage, ms]) => `stage ${stage} ${formatMillis(ms)}`)
  return stages.length === 0 ? 'none' : stages.join(', ')
}

const timeoutText = ({ mode, timeoutMs, drillTimeoutMs = DRILL_TIMEOUT_MS }: BenchOptions): string =>
  mode === 'drill'
    ? `${formatMillis(drillTimeoutMs)} per transfer`
    : `${formatMillis(timeoutMs)} per transfer, 5 s more per full 100 MiB`
