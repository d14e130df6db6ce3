import { useWorkbench } from '../state/index.ts'
import { Dialog, Keys } from '../ui/index.ts'
import { allKeysOf, COMMANDS } from './commands/index.ts'
import './dialogs.css'

const GROUPS = [...new Set(COMMANDS.map(command => command.group))]

/** Version and every shortcut, read from the registry. */
export function AboutDialog() {
  const app = useWorkbench(state => state.app)
  const openOverlay = useWorkbench(state => state.openOverlay)
  return (
    <Dialog
      open
      onClose={() => openOverlay(null)}
      title="Keyboard shortcuts"
      description={`Stagewright ${app?.version ?? ''}. Single letters and arrow keys work while the graph has the focus.`}
    >
      <table className="sw-shortcuts" aria-label="Commands and their keys">
        {GROUPS.map(group => (
          <tbody key={group}>
            <tr>
              <th scope="colgroup" colSpan={2}>
                {group}
              </th>
            </tr>
            {COMMANDS.filter(command => command.group === group && allKeysOf(command).length > 0).map(
              command => (
                <tr key={command.id}>
                  <td>{command.title}</td>
                  <td>
                    {allKeysOf(command).map(keys => (
                      <Keys key={keys} keys={keys} />
                    ))}
                  </td>
                </tr>
              ),
            )}
          </tbody>
        ))}
      </table>
    </Dialog>
  )
}
