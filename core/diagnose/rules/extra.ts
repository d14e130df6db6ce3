import type { Rule } from '../types.ts'
import { EXTRA_KEYS } from './extra/keys.ts'
import { STORE_SIZES } from './extra/store-sizes.ts'

export const EXTRA_RULES: readonly Rule[] = [EXTRA_KEYS, STORE_SIZES]
