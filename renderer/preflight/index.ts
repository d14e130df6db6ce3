export { PreflightPanel } from './preflight-panel.tsx'
