import type { Rule } from '../types.ts'
import { ABSOLUTE } from './memory/absolute.ts'
import { HEADLESS } from './memory/headless.ts'
import { KV_POOL } from './memory/kv-pool.ts'
import { PINNED } from './memory/pinned.ts'
import { POOL_DEVICE } from './memory/pool-device.ts'
import { SHARES } from './memory/shares.ts'

export const MEMORY_RULES: readonly Rule[] = [SHARES, KV_POOL, PINNED, POOL_DEVICE, ABSOLUTE, HEADLESS]
