export { createTcp } from './create.ts'
