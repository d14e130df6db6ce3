import {
  Command,
  FilePlus,
  FolderOpen,
  Maximize,
  Menu as MenuIcon,
  Plus,
  Redo2,
  Save,
  Undo2,
} from 'lucide-react'
import { useState } from 'react'
import { isDirty, useWorkbench } from '../state/index.ts'
import { IconButton, Menu } from '../ui/index.ts'
import { CommandButton } from './command-button.tsx'
import { commandEntries } from './menu-entries.ts'
import { RunButton } from './run-button.tsx'
import './tool-bar.css'

const MAIN_MENU = [
  'file.new',
  'file.open',
  'file.save',
  'file.saveAs',
  'file.reload',
  'file.migrate',
  'file.close',
  '-',
  'edit.undo',
  'edit.redo',
  'edit.find',
  '-',
  'view.context',
  'view.toggleInspector',
  'view.togglePanel',
  'view.toggleYamlBeside',
  'view.toggleFieldHelp',
  'view.toggleMinimap',
  'view.settings',
  '-',
  'help.about',
] as const

/** Commands at hand, and the name of the open file. */
export function ToolBar() {
  return (
    <header className="sw-toolbar sw-chrome" data-region="toolbar">
      <div className="sw-toolbar-group" role="toolbar" aria-label="File and edit">
        <MainMenu />
        <CommandButton command="file.new" icon={<FilePlus size={16} />} label="New" />
        <CommandButton command="file.open" icon={<FolderOpen size={16} />} label="Open" />
        <CommandButton command="file.save" icon={<Save size={16} />} label="Save" />
        <span className="sw-toolbar-rule" />
        <CommandButton command="edit.undo" icon={<Undo2 size={16} />} />
        <CommandButton command="edit.redo" icon={<Redo2 size={16} />} />
        <span className="sw-toolbar-rule" />
        <CommandButton command="graph.addStage" icon={<Plus size={16} />} label="Stage" />
        <CommandButton command="view.zoomToFit" icon={<Maximize size={15} />} />
      </div>
      <FileName />
      <div className="sw-toolbar-group sw-toolbar-end" role="toolbar" aria-label="Commands and bench">
        <CommandButton command="palette.open" icon={<Command size={15} />} label="Commands" />
        <RunButton />
      </div>
    </header>
  )
}

function MainMenu() {
  // The entries are made when the menu opens, since what can be done changes with every edit.
  const [entries, setEntries] = useState(() => commandEntries(MAIN_MENU))
  return (
    <Menu entries={entries}>
      <IconButton
        label="Menu"
        icon={<MenuIcon size={16} />}
        onPointerDown={() => setEntries(commandEntries(MAIN_MENU))}
        onKeyDown={() => setEntries(commandEntries(MAIN_MENU))}
      />
    </Menu>
  )
}

function FileName() {
  const document = useWorkbench(state => state.document)
  const dirty = useWorkbench(isDirty)
  if (document === null) return <div className="sw-toolbar-file">Stagewright</div>
  return (
    <div className="sw-toolbar-file" title={document.path ?? 'Not saved yet'}>
      <span className="sw-truncate">{document.name}</span>
      {dirty && (
        <span className="sw-toolbar-dirty" title="Unsaved changes">
          <span className="sw-hidden">unsaved changes</span>
        </span>
      )}
    </div>
  )
}
