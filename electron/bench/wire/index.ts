export { decode } from './decode.ts'
export { type Encoded, encode, joinParts, MAX_DEPTH } from './encode.ts'
export * from './value.ts'
