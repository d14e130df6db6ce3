import type { PanelId } from '../state/index.ts'

export const PANEL_TITLES: Readonly<Record<PanelId, string>> = {
  problems: 'Problems',
  yaml: 'YAML',
  resolved: 'Resolved',
  effective: 'Effective',
  ports: 'Ports',
  devices: 'Devices',
  bench: 'Bench',
  changes: 'Changes',
  rules: 'Rules',
  doctor: 'Log doctor',
  preflight: 'This machine',
}
