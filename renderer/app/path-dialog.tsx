import { ArrowUp, FileText, Folder } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { HostResults } from '../../core/contract/host.ts'
import { type PathPrompt, useWorkbench } from '../state/index.ts'
import { arrowFocus, Button, classNames, Dialog, Field, IconButton, TextInput } from '../ui/index.ts'
import './dialogs.css'

type Listing = HostResults['documents.list']

const CONFIG = /\.(ya?ml|json)$/i
const joined = (folder: string, name: string): string => `${folder.replace(/[\\/]$/, '')}/${name}`
const folderOf = (path: string): string | null => /^(.*)[\\/][^\\/]*$/.exec(path)?.[1] ?? null

/** The window's own file dialog, where the shell has none: a path to type, and the folder that it is in. */
export function PathDialog() {
  const prompt = useWorkbench(state => state.pathPrompt)
  const answer = useWorkbench(state => state.answerPath)
  if (prompt === null) return null
  return <Prompt key={`${prompt.mode} ${prompt.suggestedName}`} prompt={prompt} answer={answer} />
}

interface PromptProps {
  readonly prompt: PathPrompt
  readonly answer: (path: string | null) => void
}

function Prompt({ prompt, answer }: PromptProps) {
  const saving = prompt.mode === 'save'
  const [path, setPath] = useState(prompt.suggestedName)
  const { listing, problem, open } = useListing(folderOf(prompt.suggestedName))
  // A bare name is meant for the folder that is shown.
  const chosen = /[\\/]/.test(path) || listing === null ? path.trim() : joined(listing.folder, path.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (path.trim() !== '') answer(chosen)
  }
  return (
    <Dialog
      open
      onClose={() => answer(null)}
      title={prompt.title ?? (saving ? 'Save as' : 'Open a file')}
      wide
    >
      <form className="sw-path" onSubmit={submit}>
        <Field label="Path on the machine where Stagewright runs" error={problem}>
          {({ id, describedBy }) => (
            <div className="sw-path-row">
              <TextInput
                id={id}
                aria-describedby={describedBy}
                value={path}
                autoFocus
                placeholder={
                  listing === null ? '/path/to/config.yaml' : joined(listing.folder, 'config.yaml')
                }
                onChange={event => setPath(event.currentTarget.value)}
              />
              <Button type="submit" tone="primary" disabled={path.trim() === ''}>
                {saving ? 'Save' : prompt.title === undefined ? 'Open' : 'Choose'}
              </Button>
            </div>
          )}
        </Field>
        {listing !== null && (
          <FolderView
            listing={listing}
            saving={saving}
            any={prompt.title !== undefined}
            chosen={chosen}
            onFolder={open}
            onFile={file => (saving ? setPath(file) : answer(file))}
          />
        )}
      </form>
    </Dialog>
  )
}

/** What is in a folder that the host lets the window see. */
function useListing(start: string | null) {
  const host = useWorkbench(state => state.host)
  const [listing, setListing] = useState<Listing | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const open = useCallback(
    async (folder: string | null) => {
      const answer = await host.call('documents.list', folder)
      if (answer.ok) setListing(answer.value)
      setProblem(answer.ok ? null : answer.error.message)
      return answer.ok
    },
    [host],
  )
  useEffect(() => {
    const first = async () => {
      if (start === null || !(await open(start))) await open(null)
    }
    void first()
  }, [start, open])
  return { listing, problem, open: (folder: string) => void open(folder) }
}

interface FolderProps {
  readonly listing: Listing
  readonly saving: boolean
  /** Files of every kind are wanted, not only configurations. */
  readonly any: boolean
  readonly chosen: string
  readonly onFolder: (path: string) => void
  readonly onFile: (path: string) => void
}

function FolderView({ listing, saving, any, chosen, onFolder, onFile }: FolderProps) {
  const { folder, parent, entries } = listing
  return (
    <>
      <div className="sw-path-row">
        <IconButton
          label="Parent folder"
          icon={<ArrowUp size={16} />}
          disabled={parent === null}
          onClick={() => parent !== null && onFolder(parent)}
        />
        <span className="sw-truncate sw-muted" title={folder} style={{ alignSelf: 'center' }}>
          {folder}
        </span>
      </div>
      <ul className="sw-path-list" aria-label={`Files in ${folder}`} onKeyDown={arrowFocus}>
        {entries.length === 0 && <li className="sw-muted">The folder is empty.</li>}
        {entries.map(entry => (
          <li key={entry.path}>
            <button
              type="button"
              className={classNames(
                'sw-path-entry',
                entry.kind === 'file' && !any && !CONFIG.test(entry.name) && 'sw-path-dull',
              )}
              aria-pressed={saving && entry.path === chosen}
              onClick={() => (entry.kind === 'folder' ? onFolder(entry.path) : onFile(entry.path))}
            >
              {entry.kind === 'folder' ? <Folder size={15} /> : <FileText size={15} />}
              <span className="sw-truncate">{entry.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
