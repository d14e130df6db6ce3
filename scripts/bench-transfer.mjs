#!/usr/bin/env node
// Measures the connectors of the test bench against Python, iperf3 and bare sockets: ratios within one run.
// Takes about four minutes and uses loopback and /dev/shm only.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundleForNode } from './bundle.mjs'
import { root } from './tools.mjs'

const ENTRIES = {
  main: 'scripts/bench/main.ts',
  stage: 'scripts/bench/stage.ts',
  'stage-process': 'electron/bench/stage-process.ts',
}

const outDir = mkdtempSync(join(root, 'node_modules/.bench-transfer-'))
try {
  await bundleForNode(ENTRIES, outDir)
  const run = spawnSync(process.execPath, [join(outDir, 'main.mjs'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
