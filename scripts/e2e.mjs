#!/usr/bin/env node
// Runs the Playwright specs against the built app, or takes the README's pictures of it (--screenshots). Other
// arguments are handed on to Playwright.
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { ensureBrowser } from './browser.mjs'
import { buildIfNeeded } from './build.mjs'
import { root, tool } from './tools.mjs'

/** Builds what is missing and runs the specs; the exit code. */
export function runSpecs(args) {
  if (!buildIfNeeded()) return 1
  const browser = ensureBrowser()
  if (browser === null) return 1
  const config = args.includes('--screenshots') ? 'e2e/screenshots.config.ts' : 'e2e'
  const rest = args.filter(argument => argument !== '--screenshots')
  const { status } = spawnSync(process.execPath, [tool('playwright'), 'test', '-c', config, ...rest], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, STAGEWRIGHT_BROWSER: browser },
  })
  return status ?? 1
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = runSpecs(process.argv.slice(2))
