export { migrate } from './migrate.ts'
export type * from './types.ts'
