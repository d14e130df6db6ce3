import type { Rule } from '../types.ts'
import { DUPLICATES } from './ports/duplicates.ts'
import { EPHEMERAL } from './ports/ephemeral.ts'
import { NATIVE_CLASHES } from './ports/native-clashes.ts'
import { OVERFLOW } from './ports/overflow.ts'
import { RANGES } from './ports/ranges.ts'
import { SERVICES, STORE_MASTER } from './ports/service-clashes.ts'

export const PORTS_RULES: readonly Rule[] = [
  RANGES,
  DUPLICATES,
  OVERFLOW,
  SERVICES,
  STORE_MASTER,
  EPHEMERAL,
  NATIVE_CLASHES,
]
