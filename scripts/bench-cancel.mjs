#!/usr/bin/env node
// Cancels runs of the test bench at many moments and prints how long it took until the end was seen and all was
// taken down, beside the goal. Takes about two minutes and uses loopback and /dev/shm only.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundleForNode } from './bundle.mjs'
import { root } from './tools.mjs'

const outDir = mkdtempSync(join(root, 'node_modules/.bench-cancel-'))
try {
  await bundleForNode(
    { main: 'scripts/cancel/main.ts', 'stage-process': 'electron/bench/stage-process.ts' },
    outDir,
  )
  const run = spawnSync(process.execPath, [join(outDir, 'main.mjs'), join(root, 'out/cli/index.js')], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
