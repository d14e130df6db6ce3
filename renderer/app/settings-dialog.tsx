import { useWorkbench } from '../state/index.ts'
import { Button, Checkbox, Dialog, Field, Select } from '../ui/index.ts'
import './dialogs.css'

/** Settings of the window; they take effect and are kept at once. */
export function SettingsDialog() {
  const settings = useWorkbench(state => state.settings)
  const setSettings = useWorkbench(state => state.setSettings)
  const openOverlay = useWorkbench(state => state.openOverlay)
  const close = () => openOverlay(null)
  return (
    <Dialog open onClose={close} title="Settings" footer={<Button onClick={close}>Done</Button>}>
      <div className="sw-form">
        <Field label="Colours" inline>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={settings.theme}
              options={[
                { value: 'system', label: 'As the system' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
              onChange={theme => setSettings({ theme })}
            />
          )}
        </Field>
        <Checkbox
          label="Keep the YAML beside the other panels"
          checked={settings.yamlBeside}
          onChange={yamlBeside => setSettings({ yamlBeside })}
        />
        <Checkbox
          label="Explain every field in the inspector"
          checked={settings.fieldHelp}
          onChange={fieldHelp => setSettings({ fieldHelp })}
        />
        <Checkbox
          label="Show the overview map on the graph"
          checked={settings.minimap}
          onChange={minimap => setSettings({ minimap })}
        />
        <Checkbox
          label="Move a dot along edges while they are measured"
          checked={settings.movingDots}
          onChange={movingDots => setSettings({ movingDots })}
        />
      </div>
    </Dialog>
  )
}
