/** The part of a keyboard event that says which keys are down. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const isMac = (): boolean => /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '')

interface Shortcut {
  readonly mod: boolean
  readonly shift: boolean
  readonly alt: boolean
  readonly key: string
}

function parse(keys: string): Shortcut {
  const parts = keys.split('+')
  return {
    mod: parts.includes('Mod'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    key: parts.at(-1)?.toLowerCase() ?? '',
  }
}

/** The letter or digit on the key itself where a layout or Shift changes what it types; else what it types. */
function keyOf({ key, code }: KeyPress): readonly string[] {
  const typed = key.toLowerCase()
  const physical = /^(?:Key([A-Z])|Digit(\d))$/.exec(code)
  const own = physical?.[1]?.toLowerCase() ?? physical?.[2]
  // A layout that types Latin letters decides for itself; others (Cyrillic, Greek) go by the key's place.
  return own === undefined || /^[a-z]$/.test(typed) ? [typed] : [typed, own]
}

export function matchesKeys(press: KeyPress, keys: string): boolean {
  const wanted = parse(keys)
  const mod = isMac() ? press.metaKey : press.ctrlKey
  const other = isMac() ? press.ctrlKey : press.metaKey
  return (
    mod === wanted.mod &&
    !other &&
    press.shiftKey === wanted.shift &&
    press.altKey === wanted.alt &&
    keyOf(press).includes(wanted.key)
  )
}

const MAC_NAMES: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' }
const NAMES: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
  Escape: 'Esc',
}

/** Keys as the user reads them: `Ctrl+Shift+S`, `⌘⇧S` on a Mac. */
export function showKeys(keys: string): string {
  const mac = isMac()
  const names = mac ? { ...NAMES, ...MAC_NAMES } : NAMES
  return keys
    .split('+')
    .map(part => names[part] ?? part)
    .join(mac ? '' : '+')
}
