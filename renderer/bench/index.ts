export { BenchPanel } from './bench-panel.tsx'
