// Makes sure of a browser for the end-to-end tests: an installed Chrome or Chromium, else Playwright's own, else
// Debian's package.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { tool } from './tools.mjs'

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser']
const MAC = ['Google Chrome', 'Chromium'].map(name => `/Applications/${name}.app/Contents/MacOS/${name}`)
const DOWNLOAD_LIMIT_MS = 180_000
const INSTALL_LIMIT_MS = 300_000

const isExecutable = path => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const installed = () => {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = NAMES.flatMap(name => folders.map(folder => join(folder, name)))
  const named = process.env.STAGEWRIGHT_BROWSER
  return [...(named ? [named] : []), ...candidates, ...MAC].find(isExecutable) ?? null
}

const downloaded = () => (isExecutable(chromium.executablePath()) ? chromium.executablePath() : null)

const run = (command, args, timeout) =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'], timeout, killSignal: 'SIGKILL' })
    .status === 0

const download = () => {
  console.error('No Chrome or Chromium is installed; fetching the one of Playwright …')
  run(process.execPath, [tool('playwright'), 'install', 'chromium'], DOWNLOAD_LIMIT_MS)
  return downloaded()
}

const installPackage = () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  console.error('It cannot be had; installing the package chromium …')
  run('apt-get', ['update', '-qq'], INSTALL_LIMIT_MS)
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], INSTALL_LIMIT_MS)
  return installed()
}

/** Path of a browser that Playwright can drive; null, with a sentence on standard error, when none can be had. */
export const ensureBrowser = () => {
  const browser = installed() ?? downloaded() ?? download() ?? installPackage()
  if (browser === null)
    console.error(
      'No browser for the end-to-end tests: install Chrome or Chromium, or name one in STAGEWRIGHT_BROWSER.',
    )
  return browser
}
