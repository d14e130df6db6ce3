export * from './bench/types.ts'
export * from './contract/index.ts'
export type * from './document/types.ts'
export type * from './value/types.ts'
