export { planCommand } from './plan.ts'
export type { Command, CommandPlan, CommandType, ConnectorChoice, EdgeEnds } from './types.ts'
