import type { Rule } from '../types.ts'
import { ADDRESSES } from './endpoints/addresses.ts'
import { AUTO_ADDRESS } from './endpoints/auto-address.ts'
import { DIALLED } from './endpoints/dialled.ts'

export const ENDPOINTS_RULES: readonly Rule[] = [DIALLED, AUTO_ADDRESS, ADDRESSES]
