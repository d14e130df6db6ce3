#!/usr/bin/env node
// `npm test`: lint, types, unit tests, end-to-end tests. Ends with one line that counts them all.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSpecs } from './e2e.mjs'
import { root, tool } from './tools.mjs'

const reports = mkdtempSync(join(tmpdir(), 'stagewright-test-'))
process.once('exit', () => rmSync(reports, { recursive: true, force: true }))

const run = (name, args) =>
  spawnSync(process.execPath, [tool(name), ...args], { cwd: root, stdio: 'inherit' }).status === 0

const readReport = file => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)

/** A runner that fails without a failed test (or wrote no report) counts as one failure. */
const counted = (succeeded, passed, failed, skipped) => ({
  passed,
  failed: succeeded || failed > 0 ? failed : 1,
  skipped,
})

const check = (name, args) => {
  const succeeded = run(name, args)
  return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 }
}

const unitTests = () => {
  const file = join(reports, 'unit.json')
  const succeeded = run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const report = readReport(file)
  return counted(
    succeeded,
    report?.numPassedTests ?? 0,
    report?.numFailedTests ?? 0,
    (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  )
}

const endToEndTests = () => {
  const file = join(reports, 'e2e.json')
  process.env.STAGEWRIGHT_E2E_REPORT = file
  const succeeded = runSpecs([]) === 0
  const stats = readReport(file)?.stats
  return counted(
    succeeded,
    stats?.expected ?? 0,
    (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    stats?.skipped ?? 0,
  )
}

const STEPS = [
  ['Lint', () => check('biome', ['check', '.'])],
  ['Types', () => check('tsc', ['-p', 'tsconfig.json'])],
  ['Unit tests', unitTests],
  ['End-to-end tests', endToEndTests],
]

const total = { passed: 0, failed: 0, skipped: 0 }
for (const [title, step] of STEPS) {
  console.log(`\n${title}`)
  const result = step()
  for (const key of Object.keys(total)) total[key] += result[key]
  if (result.failed > 0) console.log(`${title}: ${result.failed} failed`)
}
if (total.skipped > 0) console.log(`\n${total.skipped} skipped; the reasons stand beside them above.`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
