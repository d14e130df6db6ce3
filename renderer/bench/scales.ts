/** Position of a value on a logarithmic axis from `low` to `high`, both above 0, over `length` pixels. */
export const logPosition = (value: number, low: number, high: number, length: number): number =>
  high <= low ? length / 2 : (Math.log(value / low) / Math.log(high / low)) * length

/** Powers of ten that span the values, at least one decade; null when no value is above 0. */
export function decades(values: readonly number[]): readonly [number, number] | null {
  const positive = values.filter(value => value > 0 && Number.isFinite(value))
  if (positive.length === 0) return null
  const low = 10 ** Math.floor(Math.log10(Math.min(...positive)) + 1e-9)
  const high = 10 ** Math.ceil(Math.log10(Math.max(...positive)) - 1e-9)
  return [low, high > low ? high : low * 10]
}

/** Powers of ten from `low` to `high`. */
export function decadeTicks(low: number, high: number): readonly number[] {
  const first = Math.round(Math.log10(low))
  const last = Math.round(Math.log10(high))
  return Array.from({ length: last - first + 1 }, (_, step) => 10 ** (first + step))
}

/** Powers of two that span the sizes, widened to whole powers of four; null without sizes. */
export function sizeSpan(sizes: readonly number[]): readonly [number, number] | null {
  const positive = sizes.filter(size => size > 0)
  if (positive.length === 0) return null
  const low = 4 ** Math.floor(Math.log(Math.min(...positive)) / Math.log(4) + 1e-9)
  const high = 4 ** Math.ceil(Math.log(Math.max(...positive)) / Math.log(4) - 1e-9)
  return [low, high > low ? high : low * 4]
}

/** Powers of four between, thinned out so that at most `most` remain. */
export function sizeTicks(low: number, high: number, most: number): readonly number[] {
  const count = Math.round(Math.log(high / low) / Math.log(4)) + 1
  const step = Math.max(1, Math.ceil(count / most))
  return Array.from({ length: count }, (_, index) => low * 4 ** index).filter(
    (_, index) => index % step === 0,
  )
}

/** Round steps (1, 2, 5 times a power of ten) from 0 to `end`. */
export function linearTicks(end: number, most: number): readonly number[] {
  if (!(end > 0)) return [0]
  const rough = end / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough) ?? rough
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => index * step)
}

const SERIES = ['accent', 'kind-generation', 'kind-diffusion', 'warning-mark', 'kind-llm', 'ok'] as const

/** Colour of the series with that index; they repeat after six. */
export const seriesColor = (index: number): string => `var(--sw-${SERIES[index % SERIES.length] ?? 'accent'})`
