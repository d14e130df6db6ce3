import type { Rule } from '../types.ts'
import { CHUNK_CONNECTORS, CHUNKS } from './streaming/chunks.ts'
import { CODEC } from './streaming/codec.ts'
import { COUPLING } from './streaming/coupling.ts'

export const STREAMING_RULES: readonly Rule[] = [CHUNKS, CHUNK_CONNECTORS, CODEC, COUPLING]
