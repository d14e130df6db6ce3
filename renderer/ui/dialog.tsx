import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { useFocusKept } from './use-focus-kept.ts'
import './dialog.css'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly footer?: ReactNode
  readonly wide?: boolean
  readonly children?: ReactNode
}

const FOCUSABLE =
  'input:not(:disabled), select:not(:disabled), textarea:not(:disabled), button:not(:disabled)'

/** The first field, else the primary button, else the first control; never the button that closes. */
const firstFocus = (content: HTMLElement): HTMLElement | null =>
  content.querySelector<HTMLElement>('.sw-dialog-body :is(input, select, textarea)') ??
  content.querySelector<HTMLElement>('.sw-button-primary:not(:disabled)') ??
  content.querySelector<HTMLElement>(`.sw-dialog-body :is(${FOCUSABLE})`) ??
  content.querySelector<HTMLElement>('.sw-dialog-foot button')

/** Escape leaves a text of several lines, which takes what was typed; only the next one closes the surface. */
function leaveText(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLTextAreaElement)) return
  event.preventDefault()
  event.target.blur()
  event.target.closest<HTMLElement>('.sw-dialog')?.focus()
}

/** A modal surface: focus stays inside, Escape closes it. */
export function Dialog({ open, onClose, title, description, footer, wide = false, children }: DialogProps) {
  const content = useRef<HTMLDivElement>(null)
  const keepFocus = useFocusKept(open)
  const onOpenAutoFocus = (event: Event) => {
    if (content.current === null) return
    event.preventDefault()
    const first = firstFocus(content.current) ?? content.current
    first.focus()
  }
  return (
    <Radix.Root open={open} onOpenChange={next => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="sw-scrim" />
        <Radix.Content
          ref={content}
          onOpenAutoFocus={onOpenAutoFocus}
          onEscapeKeyDown={leaveText}
          onCloseAutoFocus={keepFocus}
          className={classNames('sw-dialog', wide && 'sw-dialog-wide')}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className="sw-dialog-head sw-chrome">
            <Radix.Title className="sw-dialog-title">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close" icon={<X size={16} />} small />
            </Radix.Close>
          </div>
          <div className="sw-dialog-body">
            {description !== undefined && (
              <Radix.Description asChild>{<div>{description}</div>}</Radix.Description>
            )}
            {children}
          </div>
          {footer !== undefined && <div className="sw-dialog-foot">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
