#!/usr/bin/env node
// Writes docs/rules.md from the registry of rules: `npm run docs:rules`. A test fails while the page is out of date.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from './tools.mjs'

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
})
try {
  const { RULES } = await server.ssrLoadModule('/core/diagnose/registry.ts')
  const { rulesPage } = await server.ssrLoadModule('/core/diagnose/rules-page.ts')
  mkdirSync(join(root, 'docs'), { recursive: true })
  writeFileSync(join(root, 'docs/rules.md'), rulesPage(RULES))
  console.log(`docs/rules.md describes ${RULES.length} rules.`)
} finally {
  await server.close()
}
