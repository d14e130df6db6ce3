import { canvas } from '../../canvas/handle.ts'
import { withSource } from '../../source/handle.ts'
import { PANELS, type Settings, type Workbench } from '../../state/index.ts'
import { PANEL_TITLES } from '../panel-titles.ts'
import { showSource } from './edit-commands.ts'
import { revealProblem } from './next-problem.ts'
import { focusRegion } from './regions.ts'
import type { AppCommand } from './types.ts'

const hasFile = (state: Workbench): boolean => state.document !== null

const panelCommands: readonly AppCommand[] = PANELS.map((panel, index) => ({
  id: `view.panel.${panel}`,
  title: `Show ${PANEL_TITLES[panel]}`,
  group: 'View',
  ...(index < 9 ? { keys: [`Alt+${index + 1}`], scope: 'always' as const } : {}),
  keywords: ['panel', 'tab'],
  run: state => state.openPanel(panel),
}))

const theme = (value: Settings['theme'], title: string): AppCommand => ({
  id: `view.theme.${value}`,
  title,
  group: 'View',
  keywords: ['colours', 'appearance', 'mode'],
  run: state => state.setSettings({ theme: value }),
})

export const VIEW_COMMANDS: readonly AppCommand[] = [
  {
    id: 'palette.open',
    title: 'Command palette',
    group: 'View',
    keys: ['Mod+K', 'Mod+Shift+P', 'F1'],
    scope: 'always',
    hidden: true,
    run: state => state.openOverlay(state.overlay === 'palette' ? null : 'palette'),
  },
  {
    id: 'view.zoomToFit',
    title: 'Zoom to fit',
    group: 'View',
    keys: ['F', 'Shift+1'],
    scope: 'canvas',
    when: hasFile,
    run: () => canvas()?.fit(),
  },
  {
    id: 'view.zoomIn',
    title: 'Zoom in',
    group: 'View',
    keys: ['+', 'Mod+=', 'Mod++'],
    scope: 'canvas',
    when: hasFile,
    run: () => canvas()?.zoomIn(),
  },
  {
    id: 'view.zoomOut',
    title: 'Zoom out',
    group: 'View',
    keys: ['-', 'Mod+-'],
    scope: 'canvas',
    when: hasFile,
    run: () => canvas()?.zoomOut(),
  },
  {
    id: 'view.actualSize',
    title: 'Zoom to 100 %',
    group: 'View',
    keys: ['0', 'Mod+0'],
    scope: 'canvas',
    when: hasFile,
    run: () => canvas()?.zoomToActualSize(),
  },
  {
    id: 'view.nextProblem',
    title: 'Next problem',
    group: 'View',
    keys: ['F8'],
    scope: 'always',
    keywords: ['finding', 'error'],
    when: hasFile,
    run: state => revealProblem(state, 1),
  },
  {
    id: 'view.previousProblem',
    title: 'Previous problem',
    group: 'View',
    keys: ['Shift+F8'],
    scope: 'always',
    keywords: ['finding', 'error'],
    when: hasFile,
    run: state => revealProblem(state, -1),
  },
  {
    id: 'view.focusCanvas',
    title: 'Go to the graph',
    group: 'View',
    keys: ['Alt+G'],
    scope: 'always',
    keywords: ['focus'],
    when: hasFile,
    run: () => canvas()?.focus(),
  },
  {
    id: 'view.focusYaml',
    title: 'Go to the YAML',
    group: 'View',
    keys: ['Alt+Y'],
    scope: 'always',
    keywords: ['focus', 'source', 'text', 'editor'],
    when: hasFile,
    run: state => {
      showSource(state)
      withSource(source => source.focus())
    },
  },
  {
    id: 'view.nextRegion',
    title: 'Go to the next part of the window',
    group: 'View',
    keys: ['F6'],
    scope: 'always',
    keywords: ['focus'],
    run: () => focusRegion(1),
  },
  {
    id: 'view.previousRegion',
    title: 'Go to the previous part of the window',
    group: 'View',
    keys: ['Shift+F6'],
    scope: 'always',
    keywords: ['focus'],
    run: () => focusRegion(-1),
  },
  {
    id: 'view.togglePanel',
    title: 'Show or hide the lower panel',
    group: 'View',
    keys: ['Mod+J'],
    scope: 'always',
    on: state => state.panelOpen,
    run: state => (state.panelOpen ? state.closePanel() : state.openPanel(state.panel)),
  },
  {
    id: 'view.enlargePanel',
    title: 'Give the lower panel the whole window, or the graph its part back',
    group: 'View',
    keys: ['Mod+Shift+J'],
    scope: 'always',
    keywords: ['maximise', 'maximize', 'full', 'enlarge'],
    run: state => state.togglePanelFull(),
  },
  {
    id: 'view.toggleInspector',
    title: 'Show or hide the inspector',
    group: 'View',
    keys: ['Mod+I'],
    scope: 'always',
    on: state => state.settings.inspector,
    run: state => state.setSettings({ inspector: !state.settings.inspector }),
  },
  {
    id: 'view.toggleYamlBeside',
    title: 'Keep the YAML beside the other panels, or not',
    group: 'View',
    on: state => state.settings.yamlBeside,
    run: state => state.setSettings({ yamlBeside: !state.settings.yamlBeside }),
  },
  {
    id: 'view.toggleFieldHelp',
    title: 'Explain every field in the inspector, or not',
    group: 'View',
    keywords: ['help', 'description', 'form'],
    on: state => state.settings.fieldHelp,
    run: state => state.setSettings({ fieldHelp: !state.settings.fieldHelp }),
  },
  {
    id: 'view.toggleMinimap',
    title: 'Show or hide the overview map',
    group: 'View',
    keywords: ['minimap'],
    on: state => state.settings.minimap,
    run: state => state.setSettings({ minimap: !state.settings.minimap }),
  },
  ...panelCommands,
  {
    id: 'view.context',
    title: 'Launch context: environment, platform, overrides, hosts…',
    group: 'View',
    keywords: ['variables', 'target', 'inventory'],
    run: state => state.openOverlay('context'),
  },
  {
    id: 'view.settings',
    title: 'Settings…',
    group: 'View',
    keys: ['Mod+,'],
    scope: 'always',
    keywords: ['preferences', 'theme'],
    run: state => state.openOverlay('settings'),
  },
  theme('light', 'Light colours'),
  theme('dark', 'Dark colours'),
  theme('system', 'Colours of the system'),
]
