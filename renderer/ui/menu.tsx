import { Check } from 'lucide-react'
import { ContextMenu as RadixContext, DropdownMenu as RadixMenu, Slot } from 'radix-ui'
import { type ComponentProps, type ComponentType, type ReactElement, type ReactNode, useState } from 'react'
import { classNames } from './class-names.ts'
import './menu.css'
import { Keys } from './tooltip.tsx'

export type MenuEntry =
  | {
      readonly kind: 'item'
      readonly id: string
      readonly label: ReactNode
      readonly keys?: string | undefined
      readonly disabled?: boolean
      readonly danger?: boolean
      /** Of a choice or a switch: whether it is the one that holds now. */
      readonly checked?: boolean
      readonly onSelect: () => void
    }
  | { readonly kind: 'separator'; readonly id: string }
  | { readonly kind: 'label'; readonly id: string; readonly label: string }

interface Parts {
  readonly Item: ComponentType<{
    className?: string
    disabled?: boolean
    onSelect?: (event: Event) => void
    children?: ReactNode
  }>
  readonly CheckboxItem: ComponentType<{
    className?: string
    checked?: boolean
    disabled?: boolean
    onSelect?: (event: Event) => void
    children?: ReactNode
  }>
  readonly Separator: ComponentType<{ className?: string }>
  readonly Label: ComponentType<{ className?: string; children?: ReactNode }>
}

const entryOf = (entry: MenuEntry, { Item, CheckboxItem, Separator, Label }: Parts): ReactElement => {
  switch (entry.kind) {
    case 'separator':
      return <Separator key={entry.id} className="sw-menu-separator" />
    case 'label':
      return (
        <Label key={entry.id} className="sw-menu-label">
          {entry.label}
        </Label>
      )
    case 'item': {
      const common = {
        className: classNames('sw-menu-item', entry.danger && 'sw-menu-item-danger'),
        disabled: entry.disabled ?? false,
        onSelect: () => entry.onSelect(),
      }
      const content = (
        <>
          <span className="sw-menu-text">
            {entry.label}
            {entry.checked !== undefined && <Check size={14} className="sw-menu-check" aria-hidden />}
          </span>
          {entry.keys !== undefined && <Keys keys={entry.keys} />}
        </>
      )
      return entry.checked === undefined ? (
        <Item key={entry.id} {...common}>
          {content}
        </Item>
      ) : (
        <CheckboxItem key={entry.id} {...common} checked={entry.checked}>
          {content}
        </CheckboxItem>
      )
    }
  }
}

export interface MenuProps {
  readonly entries: readonly MenuEntry[]
  /** The button that opens the menu. */
  readonly children: ReactElement
  readonly align?: 'start' | 'center' | 'end'
  /** `click` for a button that is dragged as well: a menu that opens on the press would keep the drag from starting. */
  readonly opensOn?: 'press' | 'click'
}

/** A drop-down menu on a button. */
export function Menu({ entries, children, align = 'start', opensOn = 'press' }: MenuProps) {
  const [open, setOpen] = useState(false)
  return (
    <RadixMenu.Root open={open} onOpenChange={setOpen}>
      <RadixMenu.Trigger asChild>
        {opensOn === 'press' ? (
          children
        ) : (
          <OpensOnClick onOpen={() => setOpen(true)}>{children}</OpensOnClick>
        )}
      </RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content className="sw-menu" align={align} sideOffset={4} collisionPadding={8}>
          {entries.map(entry => entryOf(entry, RadixMenu))}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  )
}

/** Passes on what makes its button a trigger, but for the press. */
function OpensOnClick({
  onOpen,
  onPointerDown: _press,
  ...trigger
}: ComponentProps<typeof Slot.Root> & { readonly onOpen: () => void }) {
  return <Slot.Root {...trigger} onClick={onOpen} />
}

export interface ContextMenuProps {
  readonly entries: readonly MenuEntry[]
  readonly children: ReactElement
  readonly onOpenChange?: (open: boolean) => void
}

/** A menu on right click, Shift+F10 or the menu key over `children`. */
export function ContextMenu({ entries, children, onOpenChange }: ContextMenuProps) {
  return (
    <RadixContext.Root {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content className="sw-menu" collisionPadding={8}>
          {entries.map(entry => entryOf(entry, RadixContext))}
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  )
}
