import { FileText, Stethoscope } from 'lucide-react'
import { type ChangeEvent, useRef, useState } from 'react'
import { formatBytes } from '../../core/bench/format.ts'
import { Button, TextArea } from '../ui/index.ts'
import './doctor.css'

export interface LogIntakeProps {
  readonly onLog: (log: string, name: string | null) => void
  readonly onError: (message: string) => void
}

const MAX_LOG = 32 * 1024 * 1024

/** Where a log comes in: pasted, typed or opened. */
export function LogIntake({ onLog, onError }: LogIntakeProps) {
  const [text, setText] = useState('')
  return (
    <div className="sw-doctor-intake">
      <p>
        <Stethoscope size={16} aria-hidden /> Paste a log of the runtime, or open one. Nothing of it leaves
        this window.
      </p>
      <TextArea
        aria-label="Log of the runtime"
        className="sw-mono"
        placeholder="INFO … Auto-configuring SharedMemoryConnector for edge ('0', '1')"
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onPaste={event => {
          if (text !== '') return
          event.preventDefault()
          onLog(event.clipboardData.getData('text/plain'), null)
        }}
      />
      <div className="sw-doctor-actions">
        <Button tone="primary" disabled={text.trim() === ''} onClick={() => onLog(text, null)}>
          Read the log
        </Button>
        <OpenLog onLog={onLog} onError={onError} />
      </div>
    </div>
  )
}

function OpenLog({ onLog, onError }: LogIntakeProps) {
  const input = useRef<HTMLInputElement>(null)
  const open = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (file === undefined) return
    if (file.size > MAX_LOG)
      onError(`${file.name} has ${formatBytes(file.size)}; at most 32 MiB are read. Cut it down.`)
    else onLog(await file.text(), file.name)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        className="sw-hidden"
        tabIndex={-1}
        aria-label="Log file"
        onChange={open}
      />
      <Button icon={<FileText size={14} />} onClick={() => input.current?.click()}>
        Open a log file
      </Button>
    </>
  )
}
