import type { GroupProps } from 'react-resizable-panels'
import { useWorkbench } from '../state/index.ts'

/** Remembers how the user divided a split. The sizes are read once: the split keeps its own afterwards. */
export function useLayout(group: string): Pick<GroupProps, 'id' | 'defaultLayout' | 'onLayoutChanged'> {
  const kept = useWorkbench.getState().settings.layouts[group]
  return {
    id: `split-${group}`,
    ...(kept === undefined ? {} : { defaultLayout: { ...kept } }),
    onLayoutChanged: (layout, { isUserInteraction }) => {
      const { settings, setSettings } = useWorkbench.getState()
      if (isUserInteraction) setSettings({ layouts: { ...settings.layouts, [group]: layout } })
    },
  }
}
