// Times the analysis of large files against the plain reading of the same text by the `yaml` package, in one run.
// Absolute figures depend on the machine; the ratios are what to compare.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { parse } from 'yaml'
import { root } from './tools.mjs'

const FILES = ['large/stages-100.yaml', 'large/stages-500.yaml', 'hunyuan_image3.yaml']
const WARM_UP = 5
const RUNS = 15

const ENTRY = 'bench-analyze-entry'
const SOURCE = `
export { analyze } from ${JSON.stringify(join(root, 'core/analyze.ts'))}
export { resolveText } from ${JSON.stringify(join(root, 'core/resolve-text.ts'))}
export { parseDocument } from ${JSON.stringify(join(root, 'core/document/index.ts'))}
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

function medianMs(run) {
  for (let index = 0; index < WARM_UP; index += 1) run()
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]
}

const { analyze, parseDocument, resolveText } = await loadCore()

for (const file of FILES) {
  const text = readFileSync(join(root, 'fixtures/pipelines', file), 'utf8')
  const plain = medianMs(() => parse(text))
  const rows = {
    'yaml parse': plain,
    'read with places': medianMs(() => parseDocument(text)),
    'resolve all': medianMs(() => resolveText(text, { fileName: file })),
    'with findings': medianMs(() => analyze(text, { fileName: file })),
  }
  process.stdout.write(`${file} (${(text.length / 1024).toFixed(0)} KiB)\n`)
  for (const [name, ms] of Object.entries(rows))
    process.stdout.write(
      `  ${name.padEnd(18)}${ms.toFixed(1).padStart(8)} ms${(ms / plain).toFixed(2).padStart(8)} ×\n`,
    )
}
