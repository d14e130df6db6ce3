import { ChevronDown, Play, Square } from 'lucide-react'
import { MODES } from '../bench/option-words.ts'
import { useWorkbench } from '../state/index.ts'
import { IconButton, Menu } from '../ui/index.ts'
import { CommandButton } from './command-button.tsx'

/** Starts the bench in the mode that it says; the mode is chosen beside it. While a run goes on, it stops it. */
export function RunButton() {
  const running = useWorkbench(state => state.bench.running && !state.bench.cancelling)
  const open = useWorkbench(state => state.document !== null)
  const options = useWorkbench(state => state.bench.options)
  const replaceOptions = useWorkbench(state => state.replaceBenchOptions)
  const openPanel = useWorkbench(state => state.openPanel)
  if (running)
    return <CommandButton command="bench.cancel" icon={<Square size={14} />} label="Stop" tone="danger" />
  return (
    <div className="sw-toolbar-run">
      <CommandButton
        command="bench.run"
        icon={<Play size={14} />}
        label={`Run ${options.mode}`}
        tone="primary"
      />
      <Menu
        align="end"
        entries={MODES.map(({ value, label, about }) => ({
          kind: 'item',
          id: value,
          label: (
            <span className="sw-toolbar-mode">
              <b>{label}</b>
              <span>{about}</span>
            </span>
          ),
          checked: value === options.mode,
          onSelect: () => {
            replaceOptions({ ...options, mode: value })
            openPanel('bench')
          },
        }))}
      >
        <IconButton
          tone="primary"
          label="What the bench runs"
          icon={<ChevronDown size={14} />}
          disabled={!open}
        />
      </Menu>
    </div>
  )
}
