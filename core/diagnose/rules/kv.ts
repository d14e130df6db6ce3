import type { Rule } from '../types.ts'
import { EQUAL_TP, HANDSHAKE } from './kv/native.ts'
import { PAIRING } from './kv/pairing.ts'
import { ONE_SHOT, RANK_RULES } from './kv/ranks.ts'

export const KV_RULES: readonly Rule[] = [PAIRING, ...RANK_RULES, EQUAL_TP, HANDSHAKE, ONE_SHOT]
