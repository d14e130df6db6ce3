export { planCommand } from './plan.ts'
export type { Command, CommandPlan, ConnectorChoice, EdgeEnds } from './types.ts'
