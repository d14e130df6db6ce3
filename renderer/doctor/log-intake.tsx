import { Stethoscope } from 'lucide-react'
import { useState } from 'react'
import { OpenText } from '../panel/index.ts'
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
        <OpenText
          label="Open a log file"
          inputLabel="Log file"
          maxBytes={MAX_LOG}
          onText={onLog}
          onError={onError}
        />
      </div>
    </div>
  )
}
