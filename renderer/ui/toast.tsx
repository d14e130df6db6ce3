import { X } from 'lucide-react'
import { Button, IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import './toast.css'

export interface ToastProps {
  readonly tone: 'info' | 'success' | 'warning' | 'error'
  readonly message: string
  readonly actions: readonly { readonly label: string; readonly run: () => void }[]
  readonly onDismiss: () => void
}

/** One notification; the list around it is `ToastList`. */
export function Toast({ tone, message, actions, onDismiss }: ToastProps) {
  return (
    <div className={classNames('sw-toast', `sw-toast-${tone}`)} role={tone === 'error' ? 'alert' : 'status'}>
      <div className="sw-toast-body">
        {message}
        {actions.length > 0 && (
          <div className="sw-toast-actions">
            {actions.map(action => (
              <Button
                key={action.label}
                small
                onClick={() => {
                  onDismiss()
                  action.run()
                }}
              >
                {action.label}
              </Button>
            ))}
          </div>
        )}
      </div>
      <IconButton label="Dismiss" icon={<X size={14} />} small onClick={onDismiss} />
    </div>
  )
}
