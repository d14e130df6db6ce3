export { FLAGS, type FlagInfo, flagName, flagsStartingWith } from './flags.ts'
export * from './lookup.ts'
export { parseLaunch } from './parse.ts'
export type * from './types.ts'
