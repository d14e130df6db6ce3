import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'

export interface AppWindow {
  /** Resolves when the window was closed. */
  readonly closed: Promise<void>
  close(): void
}

const isRoot = (): boolean => process.getuid?.() === 0

/** Arguments that make a browser look like an app, talk to nobody, and keep its own profile. */
export const appWindowArguments = (url: string, profile: string): readonly string[] => [
  `--app=${url}`,
  `--user-data-dir=${profile}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--window-size=1440,920',
  // Chromium refuses to start as root with its sandbox on.
  ...(isRoot() ? ['--no-sandbox'] : []),
]

const ended = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })

/** Opens `url` in a window of `browser`; with a profile of its own, the process lives as long as the window. */
export async function openAppWindow(browser: string, url: string, profile: string): Promise<AppWindow> {
  await mkdir(profile, { recursive: true })
  const child = spawn(browser, appWindowArguments(url, profile), { stdio: 'ignore' })
  return { closed: ended(child), close: () => child.kill() }
}
