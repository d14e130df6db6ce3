import { describe, expect, it } from 'vitest'
import { ContentsDouble, SessionDouble, WindowDouble } from './electron-double.ts'
import { isAppUrl, lockNavigation, lockPermissions, showWindow, windowOptions } from './window.ts'

describe('the window', () => {
  it('is sandboxed and isolated, without Node, and hidden until it has something to show', () => {
    expect(windowOptions('/out/preload/index.cjs')).toMatchObject({
      show: false,
      webPreferences: {
        preload: '/out/preload/index.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
      },
    })
  })

  it('shows the app’s own page once it is painted', async () => {
    const window = new WindowDouble()
    await showWindow(window.real)
    expect(window.log).toEqual(['load app://stagewright/index.html', 'show'])
  })
})

describe('navigation', () => {
  const leaves = (event: string, url: string): boolean => {
    const contents = new ContentsDouble()
    lockNavigation(contents.real)
    let prevented = false
    contents.emit(event, { preventDefault: () => (prevented = true) }, url)
    return !prevented
  }

  it.each([
    'https://example.org/',
    'file:///etc/passwd',
    'app://stagewright.example/',
    'app://stagewrightx/',
    'javascript:alert(1)',
    'data:text/html,x',
  ])('to %s is refused, by link and by redirect', url => {
    expect(isAppUrl(url)).toBe(false)
    expect(leaves('will-navigate', url)).toBe(false)
    expect(leaves('will-redirect', url)).toBe(false)
  })

  it('stays within the app’s own pages', () => {
    expect(leaves('will-navigate', 'app://stagewright/index.html')).toBe(true)
  })

  it('opens no second window and no embedded page', () => {
    const contents = new ContentsDouble()
    lockNavigation(contents.real)
    const details = { url: 'app://stagewright/' } as Parameters<NonNullable<typeof contents.openHandler>>[0]
    expect(contents.openHandler?.(details)).toEqual({ action: 'deny' })
    expect(leaves('will-attach-webview', '')).toBe(false)
  })
})

describe('permissions', () => {
  const session = new SessionDouble()
  lockPermissions(session.real)
  const requested = (
    permission: Parameters<NonNullable<typeof session.request>>[1],
    requestingUrl: string,
  ) => {
    const answers: boolean[] = []
    session.request?.(new ContentsDouble().real, permission, granted => answers.push(granted), {
      isMainFrame: true,
      requestingUrl,
    })
    return answers
  }
  const checked = (permission: Parameters<NonNullable<typeof session.check>>[1], origin: string) =>
    session.check?.(null, permission, origin, { isMainFrame: true })

  it('let the app’s own pages copy a text, and nobody else', () => {
    expect(requested('clipboard-sanitized-write', 'app://stagewright/index.html')).toEqual([true])
    expect(checked('clipboard-sanitized-write', 'app://stagewright/')).toBe(true)
    expect(requested('clipboard-sanitized-write', 'https://example.org/')).toEqual([false])
    expect(checked('clipboard-sanitized-write', 'https://example.org/')).toBe(false)
  })

  it('are all refused otherwise', () => {
    for (const permission of ['media', 'clipboard-read', 'notifications', 'openExternal'] as const)
      expect(requested(permission, 'app://stagewright/index.html')).toEqual([false])
    expect(checked('clipboard-read', 'app://stagewright/')).toBe(false)
    expect(session.device?.({} as Parameters<NonNullable<typeof session.device>>[0])).toBe(false)
  })
})
