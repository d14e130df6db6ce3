import { FolderOpen } from 'lucide-react'
import { TemplateList } from '../gallery/index.ts'
import { useWorkbench } from '../state/index.ts'
import { Button } from '../ui/index.ts'
import { keysOf, runCommand } from './commands/index.ts'
import './start-screen.css'

/** What is shown while no file is open: new, open, drop, or one of the last files. */
export function StartScreen() {
  return (
    <div className="sw-start">
      <div className="sw-start-box">
        <h1 className="sw-start-title">Draw, check and test your stages</h1>
        <p className="sw-muted">
          Open a vLLM-Omni deploy or stage configuration, or begin with a template. Everything you see is
          computed from the file, and every edit is a change of its text.
        </p>
        <div className="sw-start-actions">
          <Button tone="primary" icon={<FolderOpen size={16} />} onClick={() => runCommand('file.open')}>
            Open a file
          </Button>
        </div>
        <p className="sw-start-hint">
          You can also drop a YAML or JSON file anywhere on this window. {keysOf('palette.open')} opens every
          command.
        </p>
        <RecentFiles />
        <section aria-labelledby="sw-start-templates">
          <h2 className="sw-start-heading" id="sw-start-templates">
            Begin with a template
          </h2>
          <TemplateList />
        </section>
      </div>
    </div>
  )
}

function RecentFiles() {
  const recent = useWorkbench(state => state.recent)
  const openPath = useWorkbench(state => state.openPath)
  if (recent.length === 0) return null
  return (
    <section className="sw-start-recent" aria-label="Recent files">
      <h2 className="sw-start-heading">Recent</h2>
      <ul>
        {recent.slice(0, 5).map(({ path, name, exists }) => (
          <li key={path}>
            <button
              type="button"
              className="sw-start-file"
              disabled={!exists}
              onClick={() => void openPath(path)}
            >
              <span className="sw-start-name">{name}</span>
              <span className="sw-truncate sw-muted" title={path}>
                {exists ? path : `${path} – not there any more`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
