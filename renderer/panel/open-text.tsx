import { FileText } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'
import { formatBytes } from '../../core/bench/format.ts'
import { Button } from '../ui/index.ts'

export interface OpenTextProps {
  readonly label: string
  /** Name of the file input, which only assistive technology and tests meet. */
  readonly inputLabel: string
  readonly maxBytes: number
  readonly small?: boolean
  readonly onText: (text: string, name: string) => void
  /** Why the file is not read. */
  readonly onError: (message: string) => void
}

/** A button that reads a text file of the user's choice, in either shell. */
export function OpenText({ label, inputLabel, maxBytes, small = false, onText, onError }: OpenTextProps) {
  const input = useRef<HTMLInputElement>(null)
  const open = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (file === undefined) return
    if (file.size > maxBytes)
      onError(
        `${file.name} has ${formatBytes(file.size)}; at most ${formatBytes(maxBytes)} are read. Cut it down.`,
      )
    else onText(await file.text(), file.name)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        className="sw-hidden"
        tabIndex={-1}
        aria-label={inputLabel}
        onChange={open}
      />
      <Button small={small} icon={<FileText size={small ? 13 : 14} />} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  )
}
