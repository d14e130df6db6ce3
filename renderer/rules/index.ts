export { useRuleFocus } from './rule-focus.ts'
export { RulesPanel } from './rules-panel.tsx'
