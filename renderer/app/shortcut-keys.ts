import { useWorkbench } from '../state/index.ts'
import { type AppCommand, COMMANDS, runCommand } from './commands/index.ts'
import { matchesKeys } from './commands/shortcuts.ts'

const isEditing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (target.matches('input, textarea, select') && !target.matches('[type="checkbox"], [type="radio"]')))

const isInCanvas = (target: EventTarget | null): boolean =>
  target instanceof Element && (target.closest('[data-region="canvas"]') !== null || target === document.body)

/** True when a dialog, a menu or a list of choices has the keys. */
const isModal = (): boolean =>
  document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null

function applies(command: AppCommand, target: EventTarget | null): boolean {
  switch (command.scope ?? 'outside-text') {
    case 'always':
      return true
    case 'outside-text':
      return !isEditing(target)
    case 'canvas':
      return !isEditing(target) && isInCanvas(target)
    case 'event':
      return false
  }
}

/** Enter presses the button that has the focus, whatever else it may mean around it. */
const pressesButton = ({ key, ctrlKey, metaKey, target }: KeyboardEvent): boolean =>
  key === 'Enter' &&
  !ctrlKey &&
  !metaKey &&
  target instanceof Element &&
  target.closest('button, a, summary') !== null

/** Runs the command whose keys were pressed. A dialog keeps all keys but those that open the palette. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || pressesButton(event)) return
  const { overlay, question } = useWorkbench.getState()
  const modal = overlay !== null || question !== null || isModal()
  const command = COMMANDS.find(
    candidate =>
      (!modal || candidate.id === 'palette.open') &&
      applies(candidate, event.target) &&
      candidate.keys?.some(keys => matchesKeys(event, keys)),
  )
  if (command === undefined) return
  // The keys are ours even when the command can't be done now: the browser would do something else with them.
  event.preventDefault()
  runCommand(command.id)
}

export function followShortcuts(): () => void {
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}
