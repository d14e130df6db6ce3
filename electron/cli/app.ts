import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { appDataFolder } from '../host/app-data.ts'
import { openAppWindow } from './launch/app-window.ts'
import { findBrowser } from './launch/browser-binary.ts'
import { serveApp, untilSignal } from './launch/browser-shell.ts'
import { hasDisplay } from './launch/display.ts'
import { FETCH_LIMIT_MS, findElectron } from './launch/electron-binary.ts'
import { packageFolder } from './launch/folders.ts'
import { unusable } from './output.ts'

type ShellChoice = 'auto' | 'electron' | 'browser'

const say = (line: string) => console.error(line)

/** Runs Electron until its window is closed; its exit code, or null when it could not be started. */
const runElectron = (executable: string, files: readonly string[]): Promise<number | null> =>
  new Promise(done => {
    const child = spawn(executable, [packageFolder, ...files], { stdio: 'inherit' })
    child.once('error', () => done(null))
    child.once('exit', code => done(code))
  })

/** Why the browser shell opens instead; null when Electron ran and this is its end. */
async function tryElectron(files: readonly string[]): Promise<string | null> {
  if (!hasDisplay()) return 'there is no display for Electron'
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return 'Electron does not run as root with its sandbox on'
  const found = await findElectron({
    from: join(packageFolder, 'package.json'),
    onFetch: () => say(`Fetching Electron's binary (at most ${FETCH_LIMIT_MS / 1000} s) …`),
  })
  if (!found.ok) return found.error.message
  const code = await runElectron(found.value, files)
  if (code === null) return "Electron's binary does not run here"
  process.exitCode = code
  return null
}

/** Serves the window and opens it where there is a browser and a screen; ends with the window or a signal. */
async function openBrowserShell(files: readonly string[]): Promise<void> {
  const served = await serveApp({ port: 0, files })
  const browser = hasDisplay() ? findBrowser() : null
  if (browser === null) {
    say('Open this address in a browser; Ctrl+C ends Stagewright.')
    console.log(served.shell.url)
    await untilSignal()
  } else {
    const window = await openAppWindow(browser, served.shell.url, join(appDataFolder(), 'browser'))
    await Promise.race([window.closed, untilSignal()])
    window.close()
    await served.host.bench.idle()
  }
  await served.close()
}

async function openApp(names: readonly string[], choice: ShellChoice): Promise<void> {
  for (const name of names)
    if (!existsSync(name)) unusable(`${name}: neither a file nor a command; see stagewright --help.`)
  const files = names.map(name => resolve(name))
  if (choice !== 'browser') {
    const reason = await tryElectron(files)
    if (reason === null) return
    say(`Opening the browser shell: ${reason}.`)
  }
  await openBrowserShell(files)
}

/** The app itself: what runs when no other command is named. */
export const appCommand = (): Command =>
  new Command('open')
    .description('open the app, with the files if any are named (the default command)')
    .argument('[files...]', 'stage configurations')
    .addOption(
      new Option('--shell <kind>', 'which shell to open')
        .choices(['auto', 'electron', 'browser'])
        .default('auto')
        .env('STAGEWRIGHT_SHELL'),
    )
    .action((files: string[], options: { readonly shell: ShellChoice }) => openApp(files, options.shell))
