#!/usr/bin/env node
// Builds everything into out/: the Electron shell and the window, the command line, the core library.
import { spawnSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isBuilt, markBuilt } from './freshness.mjs'
import { root, tool } from './tools.mjs'

const STEPS = [
  ['the command line', 'vite', ['build', '--config', 'vite.node.config.ts']],
  ['the core library', 'tsc', ['-p', 'tsconfig.core.json']],
  ['the Electron shell and the window', 'electron-vite', ['build']],
]

/** Builds all; false, with what the tool printed, when a step fails. */
export function build() {
  const started = Date.now()
  rmSync(join(root, 'out'), { recursive: true, force: true })
  for (const [what, name, args] of STEPS) {
    console.error(`Building ${what} …`)
    const run = spawnSync(process.execPath, [tool(name), ...args], { cwd: root, encoding: 'utf8' })
    if (run.status === 0) continue
    process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}`)
    console.error(`Building ${what} failed.`)
    return false
  }
  chmodSync(join(root, 'out/cli/index.js'), 0o755)
  markBuilt(started)
  return true
}

/** Builds unless out/ is up to date already. */
export const buildIfNeeded = () => isBuilt() || build()

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = build() ? 0 : 1
