import type { BenchOptions } from '../../core/bench/types.ts'

type Loose = { readonly [K in keyof BenchOptions]: BenchOptions[K] | undefined }

/** Options without the members that are undefined: the host takes a member that is there for one that is meant. */
export function exactOptions(options: Loose): BenchOptions {
  const present = Object.entries(options).filter(([, value]) => value !== undefined)
  // The compiler forgets the names of members on the way through entries.
  return Object.fromEntries(present) as unknown as BenchOptions
}
