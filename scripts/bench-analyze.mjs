// Times the analysis of large files against the plain reading of the same text by the `yaml` package, in one run.
// Absolute figures depend on the machine; the ratios are what to compare.
import { join } from 'node:path'
import { build } from 'vite'
import { parse } from 'yaml'
import { CASES } from './analyze-cases.mjs'
import { root } from './tools.mjs'

const WARM_UP = 5
/** Without its search for repeated keys, which grows with the square of a mapping's size. */
const PLAIN = { uniqueKeys: false }

const ENTRY = 'bench-analyze-entry'
const SOURCE = `
export { analyze } from ${JSON.stringify(join(root, 'core/analyze.ts'))}
export { resolveText } from ${JSON.stringify(join(root, 'core/resolve-text.ts'))}
export { parseDocument } from ${JSON.stringify(join(root, 'core/document/index.ts'))}
export { packAnalysis } from ${JSON.stringify(join(root, 'renderer/state/parcel/analysis-parcel.ts'))}
`

/** The core as one bundle in memory, as the window and the command line run it. */
async function loadCore() {
  const entry = {
    name: 'entry',
    resolveId: id => (id.endsWith(ENTRY) ? `\0${ENTRY}` : null),
    load: id => (id === `\0${ENTRY}` ? SOURCE : null),
  }
  const { output } = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [entry],
    ssr: { noExternal: true },
    build: { ssr: ENTRY, write: false, minify: false },
  })
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`)
}

function medianMs(runs, run) {
  for (let index = 0; index < (runs > 1 ? WARM_UP : 0); index += 1) run()
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)]
}

const { analyze, packAnalysis, parseDocument, resolveText } = await loadCore()

for (const { name, text, runs } of CASES) {
  const context = { fileName: 'config.yaml' }
  const plain = medianMs(runs, () => parse(text, PLAIN))
  const whole = analyze(text, context)
  const rows = {
    'yaml parse': plain,
    'read with places': medianMs(runs, () => parseDocument(text)),
    'resolve all': medianMs(runs, () => resolveText(text, context)),
    'with findings': medianMs(runs, () => analyze(text, context)),
    'pack for the window': medianMs(runs, () => packAnalysis(whole)),
    'structured clone instead': medianMs(runs, () => structuredClone(whole)),
  }
  process.stdout.write(
    `${name} (${(text.length / 1024).toFixed(0)} KiB, ${whole.stages.length} stages, ${whole.edges.length} edges, ${whole.findings.length} findings)\n`,
  )
  for (const [row, ms] of Object.entries(rows))
    process.stdout.write(
      `  ${row.padEnd(26)}${ms.toFixed(1).padStart(9)} ms${(ms / plain).toFixed(2).padStart(8)} ×\n`,
    )
}
