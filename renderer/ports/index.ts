export { PortsPanel } from './ports-panel.tsx'
