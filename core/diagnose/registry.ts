import { DEVICES_RULES } from './rules/devices.ts'
import { ENDPOINTS_RULES } from './rules/endpoints.ts'
import { EXTRA_RULES } from './rules/extra.ts'
import { GRAPH_RULES } from './rules/graph.ts'
import { KV_RULES } from './rules/kv.ts'
import { LAUNCH_RULES } from './rules/launch.ts'
import { MACHINE_RULES } from './rules/machine.ts'
import { MEMORY_RULES } from './rules/memory.ts'
import { PORTS_RULES } from './rules/ports.ts'
import { SCHEMA_RULES } from './rules/schema.ts'
import { STREAMING_RULES } from './rules/streaming.ts'
import { TEXT_RULES } from './rules/text.ts'
import { WIRING_RULES } from './rules/wiring.ts'
import { RULE_FAMILIES, type Rule, type RuleFamily } from './types.ts'

const FAMILIES: Readonly<Record<RuleFamily, readonly Rule[]>> = {
  text: TEXT_RULES,
  schema: SCHEMA_RULES,
  wiring: WIRING_RULES,
  graph: GRAPH_RULES,
  ports: PORTS_RULES,
  endpoints: ENDPOINTS_RULES,
  extra: EXTRA_RULES,
  kv: KV_RULES,
  memory: MEMORY_RULES,
  devices: DEVICES_RULES,
  streaming: STREAMING_RULES,
  machine: MACHINE_RULES,
  launch: LAUNCH_RULES,
}

/** Every rule, family by family: the order of findings and of the rules page. */
export const RULES: readonly Rule[] = RULE_FAMILIES.flatMap(family => FAMILIES[family])

const BY_CODE = new Map(RULES.map(rule => [rule.code, rule]))

/** The rule behind a finding's code; null when no rule has it. */
export const ruleByCode = (code: string): Rule | null => BY_CODE.get(code) ?? null
