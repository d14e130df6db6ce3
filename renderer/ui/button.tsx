import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import './button.css'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: 'default' | 'primary' | 'danger' | 'quiet'
  readonly small?: boolean
  readonly icon?: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({ tone = 'default', small = false, icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'sw-button',
        tone !== 'default' && `sw-button-${tone}`,
        small && 'sw-button-small',
        className,
      )}
    >
      {icon}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  /** Accessible name; also the tooltip. */
  readonly label: string
  /** Shortcut shown in the tooltip. */
  readonly keys?: string
  readonly icon: ReactNode
}

/** A button that shows only a picture; its name is spoken and shown as a tooltip. */
export function IconButton({ label, keys, icon, tone = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <Button
        {...rest}
        tone={tone}
        aria-label={label}
        icon={icon}
        className={classNames('sw-icon-button', className)}
      />
    </Tooltip>
  )
}
