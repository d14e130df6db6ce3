export { ResolvedPanel } from './resolved-panel.tsx'
