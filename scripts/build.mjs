#!/usr/bin/env node
// Builds everything into out/: the Electron shell and the window, the command line, the core library.
import { spawnSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { root, tool } from './tools.mjs'

const steps = [
  ['the command line', 'vite', ['build', '--config', 'vite.node.config.ts']],
  ['the core library', 'tsc', ['-p', 'tsconfig.core.json']],
  ['the Electron shell and the window', 'electron-vite', ['build']],
]

rmSync(`${root}out/core`, { recursive: true, force: true })
for (const [what, name, args] of steps) {
  console.log(`Building ${what} …`)
  const run = spawnSync(process.execPath, [tool(name), ...args], { cwd: root, encoding: 'utf8' })
  if (run.status !== 0) {
    process.stdout.write(run.stdout ?? '')
    process.stderr.write(run.stderr ?? '')
    console.error(`Building ${what} failed.`)
    process.exit(1)
  }
  if (name === 'vite') chmodSync(`${root}out/cli/index.js`, 0o755)
}
