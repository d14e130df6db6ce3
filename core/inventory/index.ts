export * from './devices.ts'
export * from './lookup.ts'
export * from './parse.ts'
export type * from './types.ts'
