import { InvalidArgumentError } from 'commander'

/** A whole number from `least` to `most`; commander prints the error after the option's name. */
export const wholeNumber =
  (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? `Give a whole number from ${least}.`
        : `Give a whole number from ${least} to ${most}.`,
    )
  }

export const portArgument = wholeNumber(0, 65535)

/** Collects `NAME=VALUE` of a repeated option. */
export function environmentArgument(
  text: string,
  collected: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write NAME=VALUE.')
  return { ...collected, [text.slice(0, at)]: text.slice(at + 1) }
}
