import { Canvas } from '../canvas/index.ts'
import { Inspector } from '../inspector/index.ts'
import { useWorkbench } from '../state/index.ts'
import { classNames, SplitGroup, SplitPanel, Splitter } from '../ui/index.ts'
import { BottomPanel, BottomTabs } from './bottom-panel.tsx'
import { Boundary } from './boundary.tsx'
import { useLayout } from './use-layout.ts'

/** The open file: graph and inspector above, panels below. */
export function Workspace() {
  const panelOpen = useWorkbench(state => state.panelOpen)
  const panelFull = useWorkbench(state => state.panelFull)
  const inspector = useWorkbench(state => state.settings.inspector)
  const rows = useLayout('rows')
  const columns = useLayout('columns')
  return (
    <div className={classNames('sw-workspace', panelFull && 'sw-workspace-full')}>
      <SplitGroup {...rows} orientation="vertical" className="sw-workspace-split">
        <SplitPanel id="upper" minSize={160}>
          <SplitGroup {...columns} orientation="horizontal">
            <SplitPanel id="canvas" minSize={240}>
              <section className="sw-region" data-region="canvas" aria-label="Graph">
                <Boundary name="The graph">
                  <Canvas />
                </Boundary>
              </section>
            </SplitPanel>
            {inspector && <Splitter label="Width of the inspector" />}
            {inspector && (
              <SplitPanel
                id="inspector"
                defaultSize={380}
                minSize={240}
                groupResizeBehavior="preserve-pixel-size"
              >
                <section className="sw-region" data-region="inspector" aria-label="Inspector">
                  <Boundary name="The inspector">
                    <Inspector />
                  </Boundary>
                </section>
              </SplitPanel>
            )}
          </SplitGroup>
        </SplitPanel>
        {panelOpen && <Splitter label="Height of the lower panel" />}
        {panelOpen && (
          <SplitPanel id="lower" defaultSize="42%" minSize={120}>
            <BottomPanel />
          </SplitPanel>
        )}
      </SplitGroup>
      {!panelOpen && <BottomTabs />}
    </div>
  )
}
