import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../ui/index.ts'

export interface CopyButtonProps {
  readonly children: string
  /** Made only when it is asked for. */
  readonly text: () => string
  readonly onError: (message: string) => void
}

/** Puts a text on the clipboard and says so for a moment. */
export function CopyButton({ children, text, onError }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      setCopied(true)
    } catch {
      onError('The clipboard refused the text. Select and copy it by hand.')
    }
  }
  return (
    <Button small icon={copied ? <Check size={13} /> : <Copy size={13} />} onClick={copy}>
      {copied ? 'Copied' : children}
    </Button>
  )
}
