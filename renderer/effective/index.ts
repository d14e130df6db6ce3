export { EffectivePanel } from './effective-panel.tsx'
