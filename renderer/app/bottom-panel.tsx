import { ChevronDown, ChevronUp, Maximize2, Minimize2 } from 'lucide-react'
import { Suspense, useMemo } from 'react'
import { countFindings, isDirty, PANELS, type PanelId, useWorkbench } from '../state/index.ts'
import { Badge, classNames, IconButton, SplitGroup, SplitPanel, Splitter, Tabs } from '../ui/index.ts'
import { Boundary } from './boundary.tsx'
import { PANEL_COMPONENTS } from './panel-components.ts'
import { PANEL_TITLES } from './panel-titles.ts'
import { ReadableText } from './readable-text.tsx'
import { useLayout } from './use-layout.ts'
import { useWideEnough } from './use-wide-enough.ts'

/** Panels that say nothing true while the text can't be read. */
const READ_FROM_THE_TEXT: ReadonlySet<PanelId> = new Set(['resolved', 'effective', 'ports', 'devices'])

const CONTENT_ID = 'sw-panel-content'

/** Below this the YAML beside another panel leaves neither enough room; tables and charts need more of it. */
const BESIDE_FROM_PX = 980
const BESIDE_BENCH_FROM_PX = 1360

/** The lower half: the chosen panel, and the YAML beside it where it is wanted and fits. */
export function BottomPanel() {
  const panel = useWorkbench(state => state.panel)
  const wanted = useWorkbench(state => state.settings.yamlBeside)
  const wide = useWideEnough(panel === 'bench' ? BESIDE_BENCH_FROM_PX : BESIDE_FROM_PX)
  const split = useLayout('lower')
  const showPanel = panel !== 'yaml'
  const showYaml = panel === 'yaml' || (wanted && wide)
  return (
    <div className="sw-region sw-bottom">
      <BottomTabs />
      <SplitGroup {...split} orientation="horizontal" className="sw-bottom-body">
        {showPanel && (
          <SplitPanel key="panel" id="panel" minSize={320}>
            <section
              id={CONTENT_ID}
              className="sw-region"
              role="tabpanel"
              aria-label={PANEL_TITLES[panel]}
              data-region="panel"
              data-panel={panel}
            >
              <PanelContent key={panel} panel={panel} />
            </section>
          </SplitPanel>
        )}
        {showPanel && showYaml && <Splitter key="bar" label="Width of the YAML" />}
        {showYaml && (
          <SplitPanel key="yaml" id="yaml" defaultSize="38%" minSize={260}>
            <section className="sw-region" aria-label="YAML" data-region="yaml" data-panel="yaml">
              <PanelContent panel="yaml" />
            </section>
          </SplitPanel>
        )}
      </SplitGroup>
    </div>
  )
}

function PanelContent({ panel }: { readonly panel: PanelId }) {
  const Content = PANEL_COMPONENTS[panel]
  return (
    <Boundary name={`The panel “${PANEL_TITLES[panel]}”`}>
      <Suspense fallback={null}>
        {READ_FROM_THE_TEXT.has(panel) ? (
          <ReadableText>
            <Content />
          </ReadableText>
        ) : (
          <Content />
        )}
      </Suspense>
    </Boundary>
  )
}

/** The row of tabs; it stays when the panel is closed. */
export function BottomTabs() {
  const panel = useWorkbench(state => state.panel)
  const open = useWorkbench(state => state.panelOpen)
  const openPanel = useWorkbench(state => state.openPanel)
  const closePanel = useWorkbench(state => state.closePanel)
  const full = useWorkbench(state => state.panelFull)
  const toggleFull = useWorkbench(state => state.togglePanelFull)
  const items = useTabItems()
  return (
    <div className={classNames('sw-bottom-tabs sw-chrome', !open && 'sw-bottom-tabs-closed')}>
      <Tabs label="Panels" value={panel} items={items} onChange={openPanel} controls={CONTENT_ID} />
      <span className="sw-bottom-tools">
        {open && (
          <IconButton
            small
            label={full ? 'Show the graph again' : 'Give the panel the whole window'}
            icon={full ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
            aria-pressed={full}
            onClick={toggleFull}
          />
        )}
        <IconButton
          small
          label={open ? 'Hide the lower panel' : 'Show the lower panel'}
          icon={open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
          onClick={() => (open ? closePanel() : openPanel(panel))}
        />
      </span>
    </div>
  )
}

function useTabItems() {
  const findings = useWorkbench(state => state.analysis?.findings)
  const dirty = useWorkbench(isDirty)
  const running = useWorkbench(state => state.bench.running)
  const counts = useMemo(() => countFindings(findings ?? []), [findings])
  const open = counts.error + counts.warning + counts.info
  const tone = counts.error > 0 ? 'error' : counts.warning > 0 ? 'warning' : 'neutral'
  return PANELS.map(value => ({
    value,
    label: PANEL_TITLES[value],
    badge:
      value === 'problems' && open > 0 ? (
        <Badge tone={tone}>{open}</Badge>
      ) : value === 'changes' && dirty ? (
        <Badge tone="accent">●</Badge>
      ) : value === 'bench' && running ? (
        <Badge tone="ok">●</Badge>
      ) : undefined,
  }))
}
