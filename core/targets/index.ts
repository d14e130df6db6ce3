export * from './targets.ts'
export type * from './types.ts'
