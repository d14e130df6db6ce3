#!/usr/bin/env node
// `npm start`: builds what is missing and opens the app.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfNeeded } from './build.mjs'
import { root } from './tools.mjs'

if (buildIfNeeded()) {
  const app = spawn(process.execPath, [join(root, 'out/cli/index.js'), 'open', ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  // The terminal sends these to the whole group; the app ends in its own time and this process after it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => app.kill(signal))
  app.once('exit', code => {
    process.exitCode = code ?? 1
  })
} else process.exitCode = 1
