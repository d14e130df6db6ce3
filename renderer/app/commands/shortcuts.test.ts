import { describe, expect, it, vi } from 'vitest'
import { type KeyPress, matchesKeys, showKeys } from './shortcuts.ts'

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('matchesKeys', () => {
  it('needs exactly the held keys that are named', () => {
    expect(matchesKeys(press('z', 'KeyZ', { ctrlKey: true }), 'Mod+Z')).toBe(true)
    expect(matchesKeys(press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), 'Mod+Z')).toBe(false)
    expect(matchesKeys(press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z')).toBe(true)
    expect(matchesKeys(press('z', 'KeyZ', { ctrlKey: true, metaKey: true }), 'Mod+Z')).toBe(false)
    expect(matchesKeys(press('F8', 'F8'), 'F8')).toBe(true)
  })

  it('goes by what a Latin layout types, and by the place of the key on others', () => {
    // AZERTY: the key in the place of Q types A.
    expect(matchesKeys(press('a', 'KeyQ', { ctrlKey: true }), 'Mod+A')).toBe(true)
    expect(matchesKeys(press('a', 'KeyQ', { ctrlKey: true }), 'Mod+Q')).toBe(false)
    expect(matchesKeys(press('я', 'KeyZ', { ctrlKey: true }), 'Mod+Z')).toBe(true)
    expect(matchesKeys(press('!', 'Digit1', { shiftKey: true }), 'Shift+1')).toBe(true)
  })
})

describe('showKeys', () => {
  it('speaks the platform’s language', () => {
    vi.stubGlobal('navigator', { userAgent: 'X11; Linux x86_64' })
    expect(showKeys('Mod+Shift+S')).toBe('Ctrl+Shift+S')
    expect(showKeys('ArrowRight')).toBe('→')
    vi.stubGlobal('navigator', { userAgent: 'Macintosh; Intel Mac OS X' })
    expect(showKeys('Mod+Shift+S')).toBe('⌘⇧S')
    expect(matchesKeys(press('s', 'KeyS', { metaKey: true }), 'Mod+S')).toBe(true)
    vi.unstubAllGlobals()
  })
})
