export { figuresByEdge } from './figures.ts'
export { readLog } from './read-log.ts'
export type * from './types.ts'
