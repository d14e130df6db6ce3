import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fail, ok, type Result } from '../../../core/contract/result.ts'

/** How long a start waits for Electron's binary to be fetched, in milliseconds. */
export const FETCH_LIMIT_MS = 60_000

/** Folder of the `electron` package as seen from `from`; null where it is not installed. */
export function electronPackage(from: string): string | null {
  try {
    // Its entry point would start a download, so only its package file is looked up.
    return dirname(createRequire(from).resolve('electron/package.json'))
  } catch {
    return null
  }
}

/** The executable of the package in `folder`; null while it has not been fetched. */
function installedElectron(folder: string): string | null {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? executable : null
}

/** Runs the package's own installer; `limitMs` bounds the wait behind a firewall that answers nothing. */
function runInstaller(folder: string, limitMs: number): Promise<string | null> {
  return new Promise(resolve => {
    const installer = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' })
    const timer = setTimeout(() => {
      installer.kill('SIGKILL')
      resolve(`it had not arrived after ${limitMs / 1000} s`)
    }, limitMs)
    const end = (reason: string | null) => {
      clearTimeout(timer)
      resolve(reason)
    }
    installer.once('error', error => end(error.message))
    installer.once('exit', code => end(code === 0 ? null : 'it could not be fetched'))
  })
}

export interface ElectronSearch {
  /** A file of the project, from which packages are looked up. */
  readonly from: string
  /** Told once, before a fetch begins. */
  readonly onFetch: () => void
  readonly limitMs?: number
}

/** Electron's executable, fetched if need be; the error's message says why there is none. */
export async function findElectron({
  from,
  onFetch,
  limitMs = FETCH_LIMIT_MS,
}: ElectronSearch): Promise<Result<string>> {
  const folder = electronPackage(from)
  if (folder === null) return fail('no-electron', 'Electron is not installed beside Stagewright')
  const installed = installedElectron(folder)
  if (installed !== null) return ok(installed)
  onFetch()
  const reason = await runInstaller(folder, limitMs)
  const fetched = installedElectron(folder)
  if (fetched !== null) return ok(fetched)
  return fail('no-electron', `Electron's binary is not there and ${reason ?? 'its installer left none'}`)
}
