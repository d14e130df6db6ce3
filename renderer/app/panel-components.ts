import { type ComponentType, lazy } from 'react'
import { ProblemsPanel } from '../problems/index.ts'
import type { PanelId } from '../state/index.ts'

/** What each tab shows; all but the first are loaded when they are first asked for. */
export const PANEL_COMPONENTS: Readonly<Record<PanelId, ComponentType>> = {
  problems: ProblemsPanel,
  yaml: lazy(async () => ({ default: (await import('../source/index.ts')).SourcePanel })),
  resolved: lazy(async () => ({ default: (await import('../resolved/index.ts')).ResolvedPanel })),
  effective: lazy(async () => ({ default: (await import('../effective/index.ts')).EffectivePanel })),
  ports: lazy(async () => ({ default: (await import('../ports/index.ts')).PortsPanel })),
  devices: lazy(async () => ({ default: (await import('../devices/index.ts')).DevicesPanel })),
  bench: lazy(async () => ({ default: (await import('../bench/index.ts')).BenchPanel })),
  changes: lazy(async () => ({ default: (await import('../changes/index.ts')).ChangesPanel })),
  rules: lazy(async () => ({ default: (await import('../rules/index.ts')).RulesPanel })),
  doctor: lazy(async () => ({ default: (await import('../doctor/index.ts')).DoctorPanel })),
  preflight: lazy(async () => ({ default: (await import('../preflight/index.ts')).PreflightPanel })),
}
